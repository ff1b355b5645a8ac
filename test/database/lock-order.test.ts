import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// A rotation locks the key that it replaces, and then, as its last step, the rows that the successor
// refers to. Whoever ends keys locks the user or the first key of the lineage before the key: that must
// not be what the rotation still waits for.

const PAUSE = 4_242;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await server.db.prisma.$executeRawUnsafe(`
    create function pause() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(${PAUSE}); return new; end $$`);
  for (const table of ['api_tokens', 'admin_keys'])
    await server.db.prisma.$executeRawUnsafe(`
      create trigger pause after update of retires_at on ${table}
        for each row execute function pause()`);
});
afterAll(() => server.stop());

async function untilWaiting(count: number): Promise<void> {
  for (;;) {
    const waiting = await server.db.rows(sql`
      select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`);
    if (waiting.length >= count) return;
  }
}

type Answers = Readonly<Record<string, { readonly __typename: string }>>;

async function typeOf(document: string): Promise<string> {
  const { data, errors } = await server.graphql<Answers>(document, { admin: server.adminKey });
  return errors?.[0]?.message ?? Object.values(data)[0]?.__typename ?? '';
}

/** The rotation has locked its key, and nothing else yet, when the other one begins. */
async function raceWith(rotation: string, other: string): Promise<readonly string[]> {
  const sent: Promise<string>[] = [];
  await server.db.transaction(async (rows) => {
    await rows(sql`select pg_advisory_xact_lock(${PAUSE})`);
    sent.push(typeOf(rotation));
    await untilWaiting(1);
    sent.push(typeOf(other));
    await untilWaiting(2);
  });
  return await Promise.all(sent);
}

const call = (mutation: string, input: string) =>
  `mutation { ${mutation}(input: {${input}}) { __typename } }`;

describe('a rotation does not stand in the way of who ends the key', () => {
  it.each([
    ['deleteUser', ({ user }: Ids) => `id: "${user}"`],
    ['revokeAllTokens', ({ user }: Ids) => `userId: "${user}"`],
    ['revokeLineage', ({ key }: Ids) => `id: "${key}"`],
  ])('by %s, which ends the successor as well', async (mutation, input) => {
    const user = await seedUser(server);
    const { id: key } = await seedKey(server, user);
    const answers = await raceWith(
      call('rotateKey', `id: "${key}", overlap: 60`),
      call(mutation, input({ user: user.id, key })),
    );
    expect(answers).toEqual(['RotateKeySuccess', expect.stringMatching(/Success$/)]);
    const userId = BigInt(user.databaseId);
    expect(await server.db.prisma.apiToken.count({ where: { userId } })).toBe(2);
    const living = { userId, revokedAt: null };
    expect(await server.db.prisma.apiToken.count({ where: living })).toBe(0);
  });

  it('by revokeAdminKeyLineage, which ends the successor as well', async () => {
    const created = await server.graphql<{ createAdminKey: { adminKey: { id: string } } }>(
      `mutation { createAdminKey(input: {name: "raced"}) {
        ... on CreateAdminKeySuccess { adminKey { id } } } }`,
      { admin: server.adminKey },
    );
    const rotated = await server.graphql<{ rotateAdminKey: { adminKey: { id: string } } }>(
      `mutation { rotateAdminKey(input: {id: "${created.data.createAdminKey.adminKey.id}"}) {
        ... on RotateAdminKeySuccess { adminKey { id } } } }`,
      { admin: server.adminKey },
    );
    const { id } = rotated.data.rotateAdminKey.adminKey;
    const answers = await raceWith(
      call('rotateAdminKey', `id: "${id}", overlap: 60`),
      call('revokeAdminKeyLineage', `id: "${id}"`),
    );
    expect(answers).toEqual(['RotateAdminKeySuccess', 'RevokeAdminKeyLineageSuccess']);
    const living = { name: 'raced', revokedAt: null, retiresAt: null };
    expect(await server.db.prisma.adminKey.count({ where: living })).toBe(0);
  });
});

describe('a change that PostgreSQL gives up for another one', () => {
  it.each(['40P01', '40001'])('is worth trying again: %s', async (code) => {
    const user = await seedUser(server, { name: code });
    await server.db.prisma.$executeRawUnsafe(`
      create function give_up_${code}() returns trigger language plpgsql as
        $$ begin raise exception 'given up' using errcode = '${code}'; end $$`);
    await server.db.prisma.$executeRawUnsafe(`
      create trigger give_up_${code} before update on users for each row
        when (old.name = '${code}') execute function give_up_${code}()`);
    const rest = await server.fetch(`/admin/users/${user.databaseId}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'x-admin-api-key': server.adminKey },
      body: '{"max_concurrent_bots": 7}',
    });
    expect([rest.status, rest.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await rest.json()).toEqual({ detail: expect.stringContaining('Try again') });
    const { errors } = await server.graphql(
      `mutation { updateUser(input: {id: "${user.id}", maxConcurrentBots: 7}) { __typename } }`,
      { admin: server.adminKey },
    );
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['SERVICE_UNAVAILABLE']);
  });
});

type Ids = { readonly user: string; readonly key: string };
