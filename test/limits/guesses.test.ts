import { randomBytes } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
afterEach(() => server.stop());

async function serve(env: Record<string, string> = {}): Promise<void> {
  server = await startServer({ env: { GUESS_LIMIT: '20', ...env } });
}

async function statusesOf(requests: readonly (() => Promise<Response>)[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const request of requests) statuses.push((await request()).status);
  return statuses;
}

const me = (key: string, headers: Record<string, string> = {}) =>
  server.fetch('/auth/me', { headers: { 'x-api-key': key, ...headers } });

const users = (key: string, headers: Record<string, string> = {}) =>
  server.fetch('/admin/users', { headers: { 'x-admin-api-key': key, ...headers } });

const repeat = <Item>(count: number, item: () => Item): Item[] =>
  Array.from({ length: count }, item);

it('of 10,000 random keys none opens, and all but the first 20 are told to wait', async () => {
  await serve();
  const { secret } = await seedKey(server, await seedUser(server));
  const form = secret.replace(/_[^_]*$/, '_');
  const random = () =>
    form +
    randomBytes(40)
      .toString('hex')
      .slice(0, secret.length - form.length);
  const tally = new Map<number, number>();
  for (let sent = 0; sent < 10_000; sent += 100) {
    const answers = await Promise.all(repeat(100, () => me(random())));
    for (const { status } of answers) tally.set(status, (tally.get(status) ?? 0) + 1);
  }
  expect(Object.fromEntries(tally)).toEqual({ 401: 20, 429: 9_980 });

  const refused = await me(random());
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ detail: 'Too many wrong keys from this address' });
  // Right keys of the same address are let in all along.
  expect((await me(secret)).status).toBe(200);
  expect((await users(server.adminKey)).status).toBe(200);
});

it('both headers count together, on REST and GraphQL alike', async () => {
  await serve({ GUESS_LIMIT: '4' });
  const graphql = (headers: Record<string, string>) =>
    server.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"query":"{__typename}"}',
    });
  expect(
    await statusesOf([
      () => me('wrong'),
      () => users('wrong'),
      () => graphql({ 'x-api-key': 'wrong' }),
      () => graphql({ 'x-admin-api-key': 'wrong' }),
      () => me('wrong'),
      () => users('wrong'),
      () => graphql({ 'x-api-key': 'wrong' }),
      () => graphql({ 'x-admin-api-key': 'wrong' }),
    ]),
  ).toEqual([401, 403, 401, 401, 429, 429, 429, 429]);
});

it('a missing or an expired key is no guess', async () => {
  await serve({ GUESS_LIMIT: '1' });
  const key = await seedKey(server, await seedUser(server), { expiresIn: 60 });
  await server.db.prisma.apiToken.updateMany({ data: { expiresAt: new Date(0) } });
  expect(
    await statusesOf([
      () => me(key.secret),
      () => me(key.secret),
      () => server.fetch('/auth/me'),
      () => server.fetch('/admin/users'),
      () => me('wrong'),
      () => me('wrong'),
    ]),
  ).toEqual([401, 401, 401, 403, 401, 429]);
});

it('each address counts for itself', async () => {
  await serve({ GUESS_LIMIT: '1', TRUST_PROXY: 'true' });
  const from = (address: string) => () => me('wrong', { 'x-forwarded-for': address });
  expect(
    await statusesOf([from('192.0.2.1'), from('192.0.2.1'), from('192.0.2.2'), from('192.0.2.2')]),
  ).toEqual([401, 429, 401, 429]);
});

it('guesses at the operator’s keys do not bury the trail', async () => {
  await serve({ GUESS_LIMIT: '3' });
  for (let sent = 0; sent < 10; sent += 1) await users('wrong');
  await server.app.refusals.flush();
  const refused = await server.db.prisma.auditEvent.findMany({
    where: { action: 'REQUEST_REFUSED' },
  });
  const times = refused.map(({ after }) => (after as { times: number }).times);
  expect(times.reduce((sum, some) => sum + some, 0)).toBe(3);
});

it('the internal secret is guarded like every other key, wherever one can be sent', async () => {
  await serve({
    GUESS_LIMIT: '20',
    INTERNAL_API_SECRET: 'first-secret-of-the-platform, second-one',
  });
  const validate = (secret: string) =>
    server.fetch('/internal/validate', {
      method: 'POST',
      headers: { 'x-internal-secret': secret, 'content-type': 'application/json' },
      body: '{"token":"nope"}',
    });
  const statuses = await statusesOf(repeat(200, () => () => validate('wrong')));
  expect(statuses).toEqual([...repeat(20, () => 403), ...repeat(180, () => 429)]);
  const events = await server.graphql<{ auditEvents: { edges: { node: { after: unknown } }[] } }>(
    '{ auditEvents(first: 100, filter: {action: {eq: REQUEST_REFUSED}}) { edges { node { after } } } }',
    { admin: server.adminKey },
  );
  const noted = events.data.auditEvents.edges.map(
    ({ node }) => node.after as { what: string; why: string; times: number },
  );
  expect(new Set(noted.map(({ what, why }) => `${what}: ${why}`))).toEqual(
    new Set(['POST /internal/validate: Invalid internal secret']),
  );
  expect(noted.reduce((sum, { times }) => sum + times, 0)).toBe(20);
  // Both secrets open it during a change, and each has a quota of its own.
  for (const secret of ['first-secret-of-the-platform', 'second-one'])
    expect((await validate(secret)).status).toBe(401);
  // Whatever header the wrong key stands in, they count together.
  expect(
    await statusesOf([
      () => me('wrong'),
      () => users('wrong'),
      () => server.fetch('/users', { headers: { 'x-api-key': 'wrong' } }),
    ]),
  ).toEqual([429, 429, 429]);
});
