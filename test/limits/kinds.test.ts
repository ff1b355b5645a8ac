import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// How many requests each sort of key may send, and that an operator decides for one lineage.

const SECRET = 'an-internal-secret-of-30-chars';
const SECOND_ADMIN = 'a-second-admin-key-of-35-characters';
const LIMITS = { RATE_LIMIT_KEY: '2', RATE_LIMIT_ADMIN_KEY: '3', RATE_LIMIT_INTERNAL: '4' };
const NONE = { RATE_LIMIT_KEY: '0', RATE_LIMIT_ADMIN_KEY: '0', RATE_LIMIT_INTERNAL: '0' };

let server: TestServer;

// The minutes of the limits are the process's own: they pass when the tests say so.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
});
afterEach(async () => {
  vi.useRealTimers();
  await server.stop();
});

async function serve(env: Readonly<Record<string, string>>): Promise<void> {
  server = await startServer({
    env: {
      ADMIN_API_TOKEN: `test-admin-key-of-31-characters,${SECOND_ADMIN}`,
      INTERNAL_API_SECRET: SECRET,
      ...env,
    },
  });
}

const nextMinute = () => vi.setSystemTime(Date.now() + 60_001);

type Send = () => Promise<Response>;

const asUser = (key: string) => server.fetch('/auth/me', { headers: { 'x-api-key': key } });
const asAdmin = (key: string) =>
  server.fetch('/admin/users?limit=1', { headers: { 'x-admin-api-key': key } });
const asAnalyst = (key: string) =>
  server.fetch('/graphql?query={viewer{__typename}}', { headers: { 'x-admin-api-key': key } });
const asService = (secret: string) =>
  server.fetch('/internal/validate', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-internal-secret': secret },
    body: '{"token":"nothing"}',
  });

type Made = { readonly id: string; readonly secret: string };

async function mutate(document: string, admin = server.adminKey): Promise<Record<string, never>> {
  nextMinute();
  const { data } = await server.graphql<Record<string, Record<string, never>>>(
    `mutation { it: ${document} }`,
    { admin },
  );
  return data['it'] ?? {};
}

async function userKey(): Promise<Made> {
  const user = await seedUser(server);
  nextMinute();
  return await seedKey(server, user);
}

async function adminKey(): Promise<Made> {
  const made: { secret?: string; adminKey?: { id: string } } = await mutate(
    'createAdminKey(input: {name: "busy"}) { ... on CreateAdminKeySuccess { secret adminKey { id } } }',
  );
  return { id: made.adminKey?.id ?? '', secret: made.secret ?? '' };
}

const SORTS: Readonly<Record<string, readonly [string, () => Promise<Send>]>> = {
  'the key of a user': ['user-key', async () => send(asUser, (await userKey()).secret)],
  'a named admin key': ['admin-key', async () => send(asAdmin, (await adminKey()).secret)],
  'an admin key of the environment': ['admin-key', async () => send(asAdmin, SECOND_ADMIN)],
  'the analytics key': ['admin-key', async () => send(asAnalyst, server.analyticsKey)],
  'the internal secret': ['internal', async () => send(asService, SECRET)],
};
const EXPECTED: Readonly<Record<string, number>> = { 'user-key': 2, 'admin-key': 3, internal: 4 };

const send = (by: (key: string) => Promise<Response>, key: string) => () => by(key);

/** Sends until it is refused, at most 12 times. @returns how many were let in */
async function letIn(requests: readonly Send[]): Promise<number> {
  nextMinute();
  for (let sent = 0; sent < 12; sent += 1) {
    const answer = await requests[sent % requests.length]?.();
    if (answer?.status === 429) return sent;
  }
  return 12;
}

const policyOf = async (one: Send) => {
  nextMinute();
  return (await one()).headers.get('ratelimit-policy')?.split(', ').at(-1);
};

describe.each(['memory', 'postgres'])('counted in %s', (RATE_LIMIT_STORE) => {
  it('each sort of key has its limit', async () => {
    await serve({ ...LIMITS, RATE_LIMIT_STORE });
    for (const [name, [sort, make]] of Object.entries(SORTS)) {
      const one = await make();
      expect([name, await letIn([one])]).toEqual([name, EXPECTED[sort]]);
      expect([name, await policyOf(one)]).toEqual([name, `"${sort}";q=${EXPECTED[sort]};w=60`]);
    }
  });

  it.each([
    ['token', 5],
    ['token', 1],
    ['adminKey', 6],
    ['adminKey', 1],
  ] as const)('a limit of its own holds for the lineage of a %s: %i', async (sort, rateLimit) => {
    await serve({ ...LIMITS, RATE_LIMIT_STORE });
    const isUser = sort === 'token';
    const first = isUser ? await userKey() : await adminKey();
    const [update, rotate] = isUser
      ? ['updateToken', 'rotateKey']
      : ['updateAdminKey', 'rotateAdminKey'];
    const by = isUser ? asUser : asAdmin;
    const success = `... on ${update.replace(/^u/, 'U')}Success { ${sort} { rateLimit } }`;
    const set = (id: string, limit: number | null) =>
      mutate(`${update}(input: {id: "${id}", rateLimit: ${limit}}) { ${success} }`);

    expect(await set(first.id, rateLimit)).toEqual({ [sort]: { rateLimit } });
    expect(await letIn([send(by, first.secret)])).toBe(rateLimit);
    expect(await policyOf(send(by, first.secret))).toMatch(`;q=${rateLimit};`);

    const next: Record<string, never> & { secret?: string } = await mutate(
      `${rotate}(input: {id: "${first.id}", overlap: 600}) {
        ... on ${rotate.replace(/^r/, 'R')}Success { secret ${sort} { id rateLimit } } }`,
    );
    expect(next).toMatchObject({ [sort]: { rateLimit } });
    const both = [first.secret, next.secret ?? ''].map((secret) => send(by, secret));
    expect(await letIn(both)).toBe(rateLimit);

    // Set at the successor, it holds for both, and so does taking it back.
    const { id } = next[sort] as unknown as { id: string };
    expect(await set(id, rateLimit + 1)).toEqual({ [sort]: { rateLimit: rateLimit + 1 } });
    expect(await letIn(both)).toBe(rateLimit + 1);
    await set(id, null);
    expect(await letIn(both)).toBe(isUser ? 2 : 3);
  });

  it('a limit that is raised counts within the same minute', async () => {
    await serve({ ...LIMITS, RATE_LIMIT_STORE });
    const { id, secret } = await userKey();
    expect(await letIn([send(asUser, secret)])).toBe(2);
    const { data } = await server.graphql<{ it: unknown }>(
      `mutation { it: updateToken(input: {id: "${id}", rateLimit: 9}) { __typename } }`,
      { admin: server.adminKey },
    );
    expect(data.it).toEqual({ __typename: 'UpdateTokenSuccess' });
    expect((await asUser(secret)).status).toBe(200);
  });
});

it('without a limit for keys there is none for the others, but a key may have one of its own', async () => {
  await serve({ RATE_LIMIT_KEY: '0' });
  for (const [, make] of Object.values(SORTS)) expect(await letIn([await make()])).toBe(12);
  const { id, secret } = await userKey();
  await mutate(`updateToken(input: {id: "${id}", rateLimit: 3}) { __typename }`);
  expect(await letIn([send(asUser, secret)])).toBe(3);
});

it('the key of a user sets no limit, not even with the role of an administrator', async () => {
  await serve(NONE);
  const user = await seedUser(server, { role: 'ADMIN' });
  const { id, secret } = await seedKey(server, user);
  const made = await adminKey();
  for (const document of [
    `updateToken(input: {id: "${id}", rateLimit: 9})`,
    `updateToken(input: {id: "${id}", rateLimit: null})`,
    `updateAdminKey(input: {id: "${made.id}", rateLimit: 9})`,
  ]) {
    const answer = await server.graphql(`mutation { it: ${document} { __typename } }`, {
      key: secret,
    });
    expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  }
  expect(await policyOf(send(asUser, secret))).not.toMatch('user-key');
});

it('who sets a limit stands in the audit log, with what it was before', async () => {
  await serve(NONE);
  const [token, admin] = [await userKey(), await adminKey()];
  await mutate(`updateToken(input: {id: "${token.id}", rateLimit: 9}) { __typename }`);
  await mutate(
    `updateAdminKey(input: {id: "${admin.id}", rateLimit: 8, name: "calm"}) { __typename }`,
  );
  const events = await server.db.prisma.auditEvent.findMany({
    where: { action: { in: ['TOKEN_UPDATED', 'ADMIN_KEY_UPDATED'] } },
    orderBy: { id: 'asc' },
  });
  expect(events.map(({ before, after }) => [before, after])).toMatchObject([
    [{ rateLimit: null }, { rateLimit: 9 }],
    [
      { rateLimit: null, name: 'busy' },
      { rateLimit: 8, name: 'calm' },
    ],
  ]);
});

it('a limit is a whole number from 1, and a revoked admin key gets none', async () => {
  await serve(NONE);
  const { id } = await adminKey();
  const set = (rateLimit: number) =>
    mutate(`updateAdminKey(input: {id: "${id}", rateLimit: ${rateLimit}}) { __typename }`);
  expect(await set(0)).toEqual({ __typename: 'InvalidInputError' });
  expect(await set(2_147_483_647)).toEqual({ __typename: 'UpdateAdminKeySuccess' });
  await mutate(`revokeAdminKey(input: {id: "${id}"}) { __typename }`);
  expect(await set(5)).toEqual({ __typename: 'ConflictError' });
});
