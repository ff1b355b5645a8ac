import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import {
  emptyTheLine,
  type Guesser,
  pass,
  repeat,
  SECRET,
  sentTo,
  serve,
  statusesOf,
  statusesOnSockets,
} from './guessing.ts';

// Who waits once an address has tried wrong keys.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
});
afterEach(() => {
  vi.useRealTimers();
});

it('of 1,000 random keys none opens; as many as may wait are looked up, and no other', async () => {
  const { server, me, fillTheLine, guess } = await serve();
  const { secret } = await seedKey(server, await seedUser(server));
  expect((await me(secret)).status).toBe(200);
  const form = secret.replace(/_[^_]*$/, '_');
  const random = () =>
    form +
    randomBytes(40)
      .toString('hex')
      .slice(0, secret.length - form.length);
  await guess();
  const answers = await fillTheLine(random);

  server.statements.length = 0;
  const statuses = await statusesOnSockets(server.url, repeat(1_000, random), 50);
  expect(statuses).toHaveLength(1_000);
  expect(new Set(statuses)).toEqual(new Set(['429']));
  expect(server.statements.filter((text) => text.includes('api_tokens'))).toEqual([]);
  const refused = await me(random());
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ detail: 'Too many wrong keys from this address' });
  // A key that was right from there before is answered all along.
  expect((await me(secret)).status).toBe(200);
  expect(answers).toEqual([]);
  await emptyTheLine(answers);
});

/** Right keys that were never used from here, by the ways in which a key can be sent. */
const WAYS: Readonly<
  Record<string, (key: { user: string; admin: string }, at: Guesser) => Promise<Response>>
> = {
  'a user key in REST': ({ user }, at) => at.me(user),
  'a user key in GraphQL': ({ user }, at) => at.graphql({ 'x-api-key': user }),
  'a named admin key in REST': ({ admin }, at) => at.users(admin),
  'a named admin key in the other header': ({ admin }, at) => at.inOtherHeader(admin),
  'a named admin key in GraphQL': ({ admin }, at) => at.graphql({ 'x-admin-api-key': admin }),
  'the analytics key': (_key, at) => at.graphql({ 'x-admin-api-key': at.server.analyticsKey }),
  'the internal secret': (_key, at) => at.validate(SECRET),
};

it('a right key that is new waits behind the wrong ones, wherever it is sent; a known one does not', async () => {
  const guesser = await serve();
  const { server, me, meanwhile, guess } = guesser;
  const known = (await seedKey(server, await seedUser(server))).secret;
  expect((await me(known)).status).toBe(200);
  for (const [name, way] of Object.entries(WAYS)) {
    const user = (await seedKey(server, await seedUser(server))).secret;
    const made = await server.graphql<{ createAdminKey: { secret: string } }>(
      'mutation { createAdminKey(input: {name: "new"}) { ... on CreateAdminKeySuccess { secret } } }',
      { admin: server.adminKey },
    );
    const admin = made.data.createAdminKey.secret;
    await guess();
    const answers: string[] = [];
    const send = sentTo(answers);
    const wrong = send('wrong', () => me('wrong'));
    await meanwhile(known);
    const right = send('right', () => way({ user, admin }, guesser));
    await meanwhile(known);
    expect([name, answers]).toEqual([name, []]);
    pass();
    await wrong;
    expect([name, answers]).toEqual([name, ['wrong 401']]);
    pass();
    await right;
    // The verdict on the key in the body, where it is the secret that waits.
    expect([name, answers[1]]).toEqual([
      name,
      `right ${name === 'the internal secret' ? 401 : 200}`,
    ]);
    // From here on it is known.
    await statusesOf(repeat(2, () => () => way({ user, admin }, guesser)));
    vi.setSystemTime(Date.now() + 60_001);
  }
});

it('all processes know of the wrong keys that one of them got', async () => {
  const one = await serve({ RATE_LIMIT_STORE: 'postgres' });
  const two = await serve({ RATE_LIMIT_STORE: 'postgres' }, { beside: one.server });
  const user = await seedUser(one.server);
  const [known, right] = [await seedKey(one.server, user), await seedKey(one.server, user)];
  expect((await two.me(known.secret)).status).toBe(200);
  await one.guess();
  // The first turn at the other process is free; the second is not.
  expect((await two.me('wrong')).status).toBe(401);
  const answers: string[] = [];
  const send = sentTo(answers);
  const wrong = send('wrong', () => two.me('wrong'));
  await two.meanwhile(known.secret);
  const late = send('right', () => two.me(right.secret));
  await two.meanwhile(known.secret);
  expect(answers).toEqual([]);
  pass();
  await wrong;
  expect(answers).toEqual(['wrong 401']);
  pass();
  await late;
  expect(answers).toEqual(['wrong 401', 'right 200']);
});

it('the count of another process is found out with a right key, too, before it is answered', async () => {
  const one = await serve({ RATE_LIMIT_STORE: 'postgres' });
  const two = await serve({ RATE_LIMIT_STORE: 'postgres' }, { beside: one.server });
  const user = await seedUser(one.server);
  const [first, second] = [await seedKey(one.server, user), await seedKey(one.server, user)];
  await one.guess();
  // This process has seen no wrong key. One turn is free, the other has to wait for.
  expect((await two.me(first.secret)).status).toBe(200);
  const answers: string[] = [];
  const late = sentTo(answers)('right', () => two.me(second.secret));
  await two.meanwhile(first.secret);
  expect(answers).toEqual([]);
  pass();
  await late;
  expect(answers).toEqual(['right 200']);
});

it('a known key is still checked each time, and one that has ended is known no longer', async () => {
  const { server, me, users, guess } = await serve();
  const { id, secret } = await seedKey(server, await seedUser(server));
  expect((await me(secret)).status).toBe(200);
  await guess();
  await server.graphql(`mutation { revokeToken(input: {id: "${id}"}) { __typename } }`, {
    admin: server.adminKey,
  });
  expect((await me(secret)).status).toBe(401);
  const answers: string[] = [];
  const late = sentTo(answers)('ended', () => me(secret));
  for (let sent = 0; sent < 5; sent += 1) expect((await users(server.adminKey)).status).toBe(200);
  expect(answers).toEqual([]);
  pass();
  await late;
  expect(answers).toEqual(['ended 401']);
});

it('whoever goes away leaves the line, and of all addresses no more wait than a quarter of the places', async () => {
  const { server, users } = await serve({
    REQUESTS_AT_ONCE: '16',
    TRUST_PROXY: '1',
    GUESS_LIMIT: '1',
  });
  const wrong = (last: number, gone?: AbortSignal) =>
    server.fetch('/auth/me', {
      headers: { 'x-api-key': 'wrong', 'x-forwarded-for': `192.0.2.${last}` },
      ...(gone && { signal: gone }),
    });
  const networks = [1, 2, 3, 4, 5];
  for (const last of networks)
    expect(await statusesOf(repeat(2, () => () => wrong(last)))).toEqual([401, 401]);
  const known = server.adminKey;
  expect((await users(known)).status).toBe(200);

  const exits = networks.map(() => new AbortController());
  const answers = new Map<number, number | 'gone'>();
  const keep = (last: number, answer: Promise<Response>) =>
    answer.then(
      ({ status }) => answers.set(last, status),
      () => answers.set(last, 'gone'),
    );
  for (const last of networks) void keep(last, wrong(last, exits[last - 1]?.signal));
  await until(() => answers.size === 1);
  const [refused = 0] = answers.keys();
  expect(answers.get(refused)).toBe(429);
  const leaving = networks.find((last) => last !== refused) ?? 0;
  exits[leaving - 1]?.abort();
  await until(() => answers.get(leaving) === 'gone');

  // There is room for one more as soon as the server has noticed.
  for (let tries = 0; tries < 200 && answers.has(refused); tries += 1) {
    answers.delete(refused);
    void keep(refused, wrong(refused));
    for (let sent = 0; sent < 8; sent += 1) expect((await users(known)).status).toBe(200);
  }
  expect(answers).toEqual(new Map([[leaving, 'gone']]));
  pass();
  await until(() => answers.size === networks.length);
  expect([...answers.values()].sort()).toEqual([401, 401, 401, 401, 'gone']);
});
