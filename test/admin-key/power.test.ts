import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type AdminKey, type By, ENDED, type Ended, type Powers, powersAt } from './powers.ts';

// What was made by the administrator role of a user ends with that role, in every way that it can end.

let server: TestServer;
let mutate: Powers['mutate'];
let create: Powers['create'];
let rotate: Powers['rotate'];
let mint: Powers['mint'];
let opens: Powers['opens'];
let administrator: Powers['administrator'];
let update: Powers['update'];
beforeAll(async () => {
  server = await startServer();
  ({ mutate, create, rotate, mint, opens, administrator, update } = powersAt(server));
});
afterAll(() => server.stop());

const rest = async (user: SeededUser, method: string, body?: object) => {
  const response = await server.fetch(`/users/${user.databaseId}`, {
    method,
    headers: { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as { ended_admin_keys?: { id: number; name: string }[] };
};

/** All ways in which the role of an administrator ends; how many admin keys the answer names. */
const WAYS: readonly (readonly [string, (user: SeededUser) => Promise<number | null>])[] = [
  ['demoted', async (user) => (await update(user, 'role: USER')).endedAdminKeys.length],
  ['suspended', async (user) => (await update(user, 'isActive: false')).endedAdminKeys.length],
  [
    'deleted',
    async (user) => {
      const answer = await mutate<Ended>(
        `answer: deleteUser(input: {id: "${user.id}"}) { ... on DeleteUserSuccess { ${ENDED} } }`,
      );
      return answer.endedAdminKeys.length;
    },
  ],
  [
    'demoted over REST',
    async (user) => (await rest(user, 'PATCH', { role: 'user' })).ended_admin_keys?.length ?? 0,
  ],
  [
    'suspended over REST',
    async (user) => (await rest(user, 'PATCH', { is_active: false })).ended_admin_keys?.length ?? 0,
  ],
  ['deleted over REST', async (user) => (await rest(user, 'DELETE')).ended_admin_keys?.length ?? 0],
  [
    'demoted in the database',
    async ({ databaseId }) => {
      await server.db.rows(sql`update users set role = 'user' where id = ${databaseId}`);
      return null;
    },
  ],
];

describe('when an administrator is', () => {
  it.each(WAYS)(
    '%s, every admin key ends that came of its role, and no other',
    async (_way, end) => {
      const { user, key } = await administrator();
      const operators = await create({ admin: server.adminKey });
      const replaced = await create({ admin: server.adminKey });
      const direct = await create({ key: key.secret });
      const indirect = await create({ admin: direct.secret });
      const third = await create({ admin: indirect.secret });
      const made = [
        direct,
        third,
        await rotate({ admin: server.adminKey }, indirect),
        // The successor of an operator's key, whose text the administrator got to know.
        await rotate({ key: key.secret }, replaced),
      ];
      expect(await Promise.all(made.map(opens))).toEqual([true, true, true, true]);
      const ended = await end(user);
      expect(await Promise.all(made.map(opens))).toEqual([false, false, false, false]);
      expect(await opens(operators)).toBe(true);
      if (ended !== null) expect(ended).toBe(4);
    },
  );

  it('suspended and comes back, its admin keys stay ended', async () => {
    const { user, key } = await administrator();
    const made = await create({ key: key.secret });
    expect((await update(user, 'isActive: false')).endedAdminKeys).toEqual([
      { id: made.id, status: 'REVOKED' },
    ]);
    await update(user, 'isActive: true');
    expect(await opens(made)).toBe(false);
    const { data } = await server.graphql<{ auditEvents: { edges: { node: object }[] } }>(
      '{ auditEvents(first: 1, filter: {action: {eq: ADMIN_KEY_REVOKED}}) { edges { node { targetId } } } }',
      { admin: server.adminKey },
    );
    expect(data.auditEvents.edges[0]?.node).toEqual({ targetId: made.id });
  });
});

it('an admin key says with which key it was made, and on whom it depends', async () => {
  const { user, key } = await administrator();
  const direct = await create({ key: key.secret });
  const indirect = await create({ admin: direct.secret });
  const { data } = await server.graphql<{ nodes: object[] }>(
    `{ nodes(ids: ["${direct.id}", "${indirect.id}", "${(await create({ admin: server.adminKey })).id}"]) {
      ... on AdminKey { createdBy { user { id } token { id } adminKey { id } } dependsOn { id } } } }`,
    { admin: server.adminKey },
  );
  expect(data.nodes).toEqual([
    {
      createdBy: { user: { id: user.id }, token: { id: key.id }, adminKey: null },
      dependsOn: [{ id: user.id }],
    },
    {
      createdBy: { user: null, token: null, adminKey: { id: direct.id } },
      dependsOn: [{ id: user.id }],
    },
    { createdBy: null, dependsOn: [] },
  ]);
});

it('whoever takes the role away is told what else the user gave to others', async () => {
  const { user, key } = await administrator();
  const other = await seedUser(server);
  const minted = await mint({ key: key.secret }, other);
  const successor = await mutate<{ token: { id: string } }>(
    `answer: rotateKey(input: {id: "${minted.id}"}) { ... on RotateKeySuccess { token { id } } }`,
  );
  await mutate(`answer: updateUser(input: {id: "${other.id}", role: ADMIN}) { __typename }`, {
    key: key.secret,
  });
  await mutate(
    `answer: setWebhook(input: {userId: "${other.id}", url: "https://hooks.example.com/x"}) { __typename }`,
    { key: key.secret },
  );
  // What it gave itself stays, too; what an operator gave is not its doing.
  const own = await mint({ key: key.secret }, user);
  const indirect = await create({ admin: (await create({ key: key.secret })).secret });
  const byAdminKey = await mint({ admin: indirect.secret }, other);
  await seedKey(server, other);
  const { remainingAccess } = await update(user, 'role: USER');
  expect(remainingAccess).toEqual({
    keyCount: 3,
    keys: [successor.token.id, own.id, byAdminKey.id].map((id) => ({ id })),
    adminCount: 1,
    admins: [{ id: other.id }],
    webhookCount: 1,
  });
  expect((await update(user, 'name: "plain"')).remainingAccess).toBeNull();
});

it('an admin key that replaces itself keeps the end that it has', async () => {
  const { secret, adminKey } = await mutate<{
    secret: string;
    adminKey: { id: string; expiresAt: string };
  }>(
    `answer: createAdminKey(input: {name: "short", expiresIn: "3600"}) {
      ... on CreateAdminKeySuccess { secret adminKey { id expiresAt } } }`,
  );
  const { adminKey: next } = await mutate<{ adminKey: { expiresAt: string } }>(
    `answer: rotateAdminKey(input: {id: "${adminKey.id}"}) {
      ... on RotateAdminKeySuccess { adminKey { expiresAt } } }`,
    { admin: secret },
  );
  expect(next.expiresAt).toBe(adminKey.expiresAt);
});

it('who ends all keys of an administrator ends the admin keys that came of its role', async () => {
  const { user, key } = await administrator();
  const direct = await create({ key: key.secret });
  const indirect = await create({ admin: direct.secret });
  const operators = await create({ admin: server.adminKey });
  await mutate(`answer: revokeAllTokens(input: {userId: "${user.id}"}) { __typename }`);
  expect(await Promise.all([direct, indirect, operators].map(opens))).toEqual([false, false, true]);
});

it('an admin key that ends makes none that ends later, and no key of its own user that does', async () => {
  const { user, key } = await administrator();
  const make = (input: string, by: By) =>
    mutate<{ secret: string; adminKey: { expiresAt: string } }>(
      `answer: createAdminKey(input: {name: "short", ${input}}) {
        ... on CreateAdminKeySuccess { secret adminKey { expiresAt } } }`,
      by,
    );
  const { secret, adminKey } = await make('expiresIn: "3600"', { key: key.secret });
  const by = { admin: secret };
  expect((await make('', by)).adminKey.expiresAt).toBe(adminKey.expiresAt);
  expect((await make('expiresIn: "7200"', by)).adminKey.expiresAt).toBe(adminKey.expiresAt);
  const sooner = (await make('expiresIn: "60"', by)).adminKey.expiresAt;
  expect(Date.parse(sooner)).toBeLessThan(Date.parse(adminKey.expiresAt));
  expect((await mint(by, user)).expiresAt).toBe(adminKey.expiresAt);
  expect((await mint(by, await seedUser(server))).expiresAt).toBeNull();
});

it('nobody sets its own request limit, nor any by the power of a user', async () => {
  const { user, key } = await administrator();
  const dependent = await create({ key: key.secret });
  const named = await create({ admin: server.adminKey });
  const another = await create({ admin: server.adminKey });
  const successor = await rotate({ admin: named.secret }, named);
  const set = async (mutation: string, id: string, by: By) => {
    const { errors } = await server.graphql(
      `mutation { ${mutation}(input: {id: "${id}", rateLimit: 9000}) { __typename } }`,
      by,
    );
    return errors?.[0]?.extensions.code ?? 'SET';
  };
  const { id } = await mint({ admin: server.adminKey }, user);
  for (const by of [{ key: key.secret }, { admin: dependent.secret }]) {
    expect(await set('updateToken', id, by)).toBe('FORBIDDEN');
    expect(await set('updateAdminKey', another.id, by)).toBe('FORBIDDEN');
  }
  const by = { admin: successor.secret };
  expect(await set('updateAdminKey', successor.id, by)).toBe('FORBIDDEN');
  expect(await set('updateAdminKey', named.id, by)).toBe('FORBIDDEN');
  expect(await set('updateAdminKey', another.id, by)).toBe('SET');
  expect(await set('updateToken', id, by)).toBe('SET');
});

it('an admin key is never made by a role that ends at the same moment', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { user, key } = await administrator();
    const made = server.graphql<{ answer: AdminKey | null }>(
      'mutation { answer: createAdminKey(input: {name: "late"}) { ... on CreateAdminKeySuccess { secret } } }',
      { key: key.secret },
    );
    await Promise.all([made, update(user, 'role: USER')]);
    const secret = (await made).data.answer?.secret;
    await update(user, 'role: ADMIN');
    if (secret !== undefined) expect(await opens({ id: '', secret })).toBe(false);
  }
});
