import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { type ServerOptions, startServer, type TestServer } from '../support/server.ts';

// The turns of those who have to wait come by the clock that the tests set: while it stands, nobody's does.

const SECRET = 'first-secret-of-the-platform';
/** Longer than any time between two turns. */
const A_TURN_MS = 5_000;
/** How many wait at most. */
const MOST_WAITING = 16;

const servers: TestServer[] = [];
let server: TestServer;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
});
afterEach(async () => {
  vi.useRealTimers();
  for (const each of servers.splice(0)) await each.stop();
});

async function serve(env: Record<string, string> = {}, options: ServerOptions = {}) {
  const started = await startServer({
    ...options,
    env: {
      GUESS_LIMIT: '20',
      // Whoever waits does so until the test lets it go on.
      DATABASE_STATEMENT_TIMEOUT_MS: '60000',
      INTERNAL_API_SECRET: `${SECRET}, second-one`,
      ...env,
    },
  });
  servers.unshift(started);
  server = started;
  return started;
}

type Send = () => Promise<Response>;

async function statusesOf(requests: readonly Send[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const request of requests) statuses.push((await request()).status);
  return statuses;
}

const me = (key: string, headers: Record<string, string> = {}, at = server) =>
  at.fetch('/auth/me', { headers: { 'x-api-key': key, ...headers } });

const users = (key: string, at = server) =>
  at.fetch('/admin/users', { headers: { 'x-admin-api-key': key } });

const inOtherHeader = (key: string) => server.fetch('/users', { headers: { 'x-api-key': key } });

const graphql = (headers: Record<string, string>) =>
  server.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{"query":"{__typename}"}',
  });

const validate = (secret: string) =>
  server.fetch('/internal/validate', {
    method: 'POST',
    headers: { 'x-internal-secret': secret, 'content-type': 'application/json' },
    body: '{"token":"nope"}',
  });

const repeat = <Item>(count: number, item: () => Item): Item[] =>
  Array.from({ length: count }, item);

const pass = () => vi.setSystemTime(Date.now() + A_TURN_MS);

/** Sends, and keeps what was answered in the order in which it was. */
function sentTo(answers: string[]) {
  return (name: string, request: Send) =>
    request().then(({ status }) => {
      answers.push(`${name} ${status}`);
    });
}

/** Round trips with a key that is known: whatever was sent before has arrived by then. */
async function meanwhile(key: string, at = server): Promise<void> {
  for (let sent = 0; sent < 8; sent += 1) expect((await me(key, {}, at)).status).toBe(200);
}

/** As many as may wait do so after this. @returns what they are answered, each in its turn */
async function fillTheLine(key: () => string): Promise<string[]> {
  const answers: string[] = [];
  const send = sentTo(answers);
  for (const each of repeat(40, key)) void send('wrong', () => me(each));
  await until(() => answers.length === 40 - MOST_WAITING);
  expect(answers.splice(0)).toEqual(repeat(40 - MOST_WAITING, () => 'wrong 429'));
  return answers;
}

/** Lets all have their turns: one by one. */
async function emptyTheLine(answers: readonly string[]): Promise<void> {
  for (let turn = 1; turn <= MOST_WAITING; turn += 1) {
    pass();
    await until(() => answers.length >= turn);
    expect(answers).toHaveLength(turn);
  }
  expect(answers).toEqual(repeat(MOST_WAITING, () => 'wrong 401'));
}

/** Uses up what may be tried freely, and the turn that is free after it. */
async function guess(times = 20): Promise<void> {
  const statuses = await statusesOf(repeat(times + 1, () => () => me('wrong')));
  expect(new Set(statuses)).toEqual(new Set([401]));
}

/** Requests on connections of their own, many on each, of which only the statuses are kept. */
async function statusesOnSockets(keys: readonly string[], perSocket: number): Promise<string[]> {
  const { hostname, port } = new URL(server.url);
  const all: Promise<string[]>[] = [];
  for (let at = 0; at < keys.length; at += perSocket) {
    const socket = connect(Number(port), hostname);
    const part = keys.slice(at, at + perSocket);
    const lines = part.map((key, place) => {
      const last = place === part.length - 1 ? 'connection: close\r\n' : '';
      return `GET /auth/me HTTP/1.1\r\nhost: x\r\nx-api-key: ${key}\r\n${last}\r\n`;
    });
    socket.write(lines.join(''));
    all.push(textOf(socket).then((text) => text.match(/(?<=HTTP\/1\.1 )\d+/g) ?? []));
    // As many at once as may be worked on for one address.
    if (all.length % 2 === 0) await Promise.all(all);
  }
  return (await Promise.all(all)).flat();
}

async function textOf(socket: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

it('of 1,000 random keys none opens; as many as may wait are looked up, and no other', async () => {
  await serve();
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
  const statuses = await statusesOnSockets(repeat(1_000, random), 50);
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
const WAYS: Readonly<Record<string, (key: { user: string; admin: string }) => Promise<Response>>> =
  {
    'a user key in REST': ({ user }) => me(user),
    'a user key in GraphQL': ({ user }) => graphql({ 'x-api-key': user }),
    'a named admin key in REST': ({ admin }) => users(admin),
    'a named admin key in the other header': ({ admin }) => inOtherHeader(admin),
    'a named admin key in GraphQL': ({ admin }) => graphql({ 'x-admin-api-key': admin }),
    'the analytics key': () => graphql({ 'x-admin-api-key': server.analyticsKey }),
    'the internal secret': () => validate(SECRET),
  };

it('a right key that is new waits behind the wrong ones, wherever it is sent; a known one does not', async () => {
  await serve();
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
    const right = send('right', () => way({ user, admin }));
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
    await statusesOf(repeat(2, () => () => way({ user, admin })));
    vi.setSystemTime(Date.now() + 60_001);
  }
});

it('all processes know of the wrong keys that one of them got', async () => {
  const one = await serve({ RATE_LIMIT_STORE: 'postgres' });
  const two = await serve({ RATE_LIMIT_STORE: 'postgres' }, { beside: one });
  const user = await seedUser(one);
  const [known, right] = [await seedKey(one, user), await seedKey(one, user)];
  expect((await me(known.secret, {}, two)).status).toBe(200);
  server = one;
  await guess();
  // The first turn at the other process is free; the second is not.
  expect((await me('wrong', {}, two)).status).toBe(401);
  const answers: string[] = [];
  const send = sentTo(answers);
  const wrong = send('wrong', () => me('wrong', {}, two));
  await meanwhile(known.secret, two);
  const late = send('right', () => me(right.secret, {}, two));
  await meanwhile(known.secret, two);
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
  const two = await serve({ RATE_LIMIT_STORE: 'postgres' }, { beside: one });
  const user = await seedUser(one);
  const [first, second] = [await seedKey(one, user), await seedKey(one, user)];
  server = one;
  await guess();
  // This process has seen no wrong key. One turn is free, the other has to wait for.
  expect((await me(first.secret, {}, two)).status).toBe(200);
  const answers: string[] = [];
  const late = sentTo(answers)('right', () => me(second.secret, {}, two));
  await meanwhile(first.secret, two);
  expect(answers).toEqual([]);
  pass();
  await late;
  expect(answers).toEqual(['right 200']);
});

it('a known key is still checked each time, and one that has ended is known no longer', async () => {
  await serve();
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
  await serve({ REQUESTS_AT_ONCE: '16', TRUST_PROXY: '1', GUESS_LIMIT: '1' });
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

it('both headers count together, on REST and GraphQL alike', async () => {
  await serve({ GUESS_LIMIT: '4' });
  const ways: readonly Send[] = [
    () => me('wrong'),
    () => users('wrong'),
    () => graphql({ 'x-api-key': 'wrong' }),
    () => graphql({ 'x-admin-api-key': 'wrong' }),
    () => validate('wrong'),
  ];
  expect(await statusesOf(ways)).toEqual([401, 403, 401, 401, 403]);
  const answers = await fillTheLine(() => 'wrong');
  expect(await statusesOf([...ways, () => inOtherHeader('wrong')])).toEqual(repeat(6, () => 429));
  await emptyTheLine(answers);
});

it('a missing or an expired key is no guess', async () => {
  await serve({ GUESS_LIMIT: '2' });
  const key = await seedKey(server, await seedUser(server), { expiresIn: 60 });
  await server.db.prisma.apiToken.updateMany({ data: { expiresAt: new Date(0) } });
  const none = [() => me(key.secret), () => server.fetch('/auth/me'), () => validate('')];
  expect(await statusesOf([...none, ...none, ...none])).toEqual([
    401, 401, 403, 401, 401, 403, 401, 401, 403,
  ]);
  const right = await seedKey(server, await seedUser(server));
  const other = await seedKey(server, await seedUser(server));
  expect(await statusesOf([() => me(right.secret), () => me(other.secret)])).toEqual([200, 200]);
});

it('each address counts for itself', async () => {
  await serve({ GUESS_LIMIT: '1', TRUST_PROXY: '1' });
  const from = (address: string) => () => me('wrong', { 'x-forwarded-for': address });
  expect(await statusesOf([from('192.0.2.1'), from('192.0.2.1')])).toEqual([401, 401]);
  const answers: string[] = [];
  const late = sentTo(answers)('late', from('192.0.2.1'));
  expect(await statusesOf([from('192.0.2.2'), from('192.0.2.2')])).toEqual([401, 401]);
  expect(answers).toEqual([]);
  pass();
  await late;
});

it('the internal secrets are guarded, and each has a quota of its own', async () => {
  await serve();
  expect(await statusesOf(repeat(20, () => () => validate('wrong')))).toEqual(
    repeat(20, () => 403),
  );
  const noted = await server.graphql<{ auditEvents: { edges: { node: { after: unknown } }[] } }>(
    '{ auditEvents(first: 100, filter: {action: {eq: REQUEST_REFUSED}}) { edges { node { after } } } }',
    { admin: server.adminKey },
  );
  const events = noted.data.auditEvents.edges.map(
    ({ node }) => node.after as { what: string; why: string; times: number },
  );
  expect(new Set(events.map(({ what, why }) => `${what}: ${why}`))).toEqual(
    new Set(['POST /internal/validate: Invalid internal secret']),
  );
  expect(events.reduce((sum, { times }) => sum + times, 0)).toBe(20);
  // Both secrets open it during a change. The clock passes, so that their turns come.
  for (const secret of [SECRET, 'second-one']) {
    pass();
    const answer = await validate(secret);
    expect([answer.status, answer.headers.get('ratelimit-policy')]).toEqual([
      401,
      '"internal";q=1200000;w=60',
    ]);
  }
});
