import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { rotationsOn } from '../token/rotations.ts';

let server: TestServer;
let second: TestServer;
let on: ReturnType<typeof rotationsOn>;
beforeAll(async () => {
  server = await startServer();
  second = await startServer({ beside: server });
  on = rotationsOn(server);
});
afterAll(async () => {
  await second.stop();
  await server.stop();
});

type Revoked = { __typename: string; count?: number; revokedIds?: string[] };

async function revoke(
  field: 'revokeLineage' | 'revokeAllTokens' | 'revokeAdminKeyLineage',
  id: string,
  by: { admin?: string; key?: string } = { admin: server.adminKey },
): Promise<Revoked> {
  const name = `${field[0]?.toUpperCase()}${field.slice(1)}`;
  const given = field === 'revokeAllTokens' ? 'userId' : 'id';
  const { data, errors } = await server.graphql<{ answer: Revoked }>(
    `mutation { answer: ${field}(input: {${given}: "${id}"}) {
      __typename ... on ${name}Success { count revokedIds } } }`,
    by,
  );
  return errors ? { __typename: errors[0]?.extensions.code ?? '' } : data.answer;
}

async function eventsOf(action: string): Promise<number> {
  const [found] = await server.db.rows<{ count: number }>(
    sql`select count(*)::int as count from audit_events where action = ${action}`,
  );
  return found?.count ?? 0;
}

const worksIn = async (where: TestServer, key: string) =>
  (await where.fetch('/auth/me', { headers: { 'x-api-key': key } })).status === 200;

const rest = async (method: string, path: string, admin = server.adminKey) => {
  const response = await server.fetch(path, { method, headers: { 'x-admin-api-key': admin } });
  return [response.status, await response.json()] as const;
};

describe('a lineage', () => {
  it.each([0, 1, 2])('ends whole, whichever of its keys is named: number %i', async (place) => {
    const user = await seedUser(server);
    const other = await seedKey(server, user);
    const { old, next } = await on.rotated(user, 0);
    const third = await on.replace(next, 3_600);
    const lineage = [old, next, third];
    const before = await eventsOf('TOKEN_REVOKED');
    // The first one's time is over: there is nothing of it to end.
    expect(await revoke('revokeLineage', lineage[place]?.id ?? '')).toEqual({
      __typename: 'RevokeLineageSuccess',
      count: 2,
      revokedIds: [next.id, third.id],
    });
    expect(await eventsOf('TOKEN_REVOKED')).toBe(before + 2);
    for (const where of [server, second]) {
      for (const { secret } of lineage) expect(await worksIn(where, secret)).toBe(false);
      expect(await worksIn(where, other.secret)).toBe(true);
    }
    expect(await revoke('revokeLineage', old.id)).toMatchObject({ count: 0, revokedIds: [] });
    expect(await eventsOf('TOKEN_REVOKED')).toBe(before + 2);
  });

  it('may be ended by its own key, and by no other user key', async () => {
    const user = await seedUser(server);
    const { old, next } = await on.rotated(user);
    const other = await seedKey(server, user);
    expect((await revoke('revokeLineage', old.id, { key: other.secret })).__typename).toBe(
      'NotFoundError',
    );
    expect(await revoke('revokeLineage', old.id, { key: old.secret })).toMatchObject({ count: 2 });
    expect(await on.working([old, next, other])).toEqual([false, false, true]);
  });

  it('ends over REST, for operators', async () => {
    const user = await seedUser(server);
    const { old, next } = await on.rotated(user);
    const { databaseId } = await on.read(old);
    const path = `/admin/tokens/${databaseId}/revoke-lineage`;
    expect((await rest('POST', path, server.analyticsKey))[0]).toBe(403);
    const [status, body] = await rest('POST', path);
    expect([status, body]).toEqual([
      200,
      { revoked: 2, token_ids: [databaseId, (await on.read(next)).databaseId] },
    ]);
    expect((await rest('POST', path))[1]).toEqual({ revoked: 0, token_ids: [] });
    expect((await rest('POST', '/admin/tokens/987654/revoke-lineage'))[0]).toBe(404);
  });

  it('of an admin key ends whole', async () => {
    const make = async (document: string) => {
      const { data } = await server.graphql<{
        answer: { secret: string; adminKey: { id: string } };
      }>(`mutation { answer: ${document} }`, { admin: server.adminKey });
      return { id: data.answer.adminKey.id, secret: data.answer.secret };
    };
    const first = await make(
      'createAdminKey(input: {name: "family"}) { ... on CreateAdminKeySuccess { secret adminKey { id } } }',
    );
    const next = await make(
      `rotateAdminKey(input: {id: "${first.id}", overlap: 60}) { ... on RotateAdminKeySuccess { secret adminKey { id } } }`,
    );
    expect(await revoke('revokeAdminKeyLineage', next.id)).toMatchObject({
      count: 2,
      revokedIds: [first.id, next.id],
    });
    for (const { secret } of [first, next])
      expect((await rest('GET', '/admin/users', secret))[0]).toBe(403);
    expect(await revoke('revokeAdminKeyLineage', first.id)).toMatchObject({ count: 0 });
  });
});

describe('all keys of a user', () => {
  it('end at once, over both APIs, and the user stays', async () => {
    const user = await seedUser(server);
    const make = () => Promise.all([seedKey(server, user), seedKey(server, user)]);
    const first = await make();
    expect(await revoke('revokeAllTokens', user.id)).toMatchObject({
      count: 2,
      revokedIds: expect.arrayContaining(first.map(({ id }) => id)),
    });
    const more = await make();
    const path = `/admin/users/${user.databaseId}/tokens`;
    const [, body] = await rest('DELETE', path);
    const ids = more.map(({ databaseId }) => databaseId).sort((one, other) => one - other);
    expect(body).toEqual({ revoked: 2, token_ids: ids });
    expect((await rest('DELETE', path))[1]).toEqual({ revoked: 0, token_ids: [] });
    expect(await on.working([...first, ...more])).toEqual([false, false, false, false]);
    expect(await on.working([await seedKey(server, user)])).toEqual([true]);
    expect((await rest('DELETE', '/admin/users/987654/tokens'))[0]).toBe(404);
    expect((await revoke('revokeAllTokens', user.id, { key: first[0].secret })).__typename).toBe(
      'UNAUTHENTICATED',
    );
  });
});

describe('what is ended leaves no successor', () => {
  const ROUNDS = 200;

  it('however it meets rotations at the same moment', async () => {
    const user = await seedUser(server);
    for (let round = 0; round < ROUNDS / 20; round += 1)
      await Promise.all(Array.from({ length: 20 }, (_, place) => oneRound(user, place)));
  });

  async function oneRound(user: SeededUser, place: number): Promise<void> {
    const owner = place % 2 === 0 ? user : await seedUser(server);
    const old = await seedKey(server, owner);
    const overlap = place % 3 === 0 ? 60 : 0;
    const [first] = await Promise.all([
      on.mutate('rotateKey', { id: old.id, overlap }),
      place % 2 === 0 ? revoke('revokeLineage', old.id) : revoke('revokeAllTokens', owner.id),
    ]);
    expect(await worksIn(server, old.secret)).toBe(false);
    if (first.secret !== undefined) expect(await worksIn(second, first.secret)).toBe(false);
  }

  it('waits for a rotation under way, and ends what that makes', async () => {
    const user = await seedUser(server);
    const old = await seedKey(server, user);
    const { ended } = await server.db.transaction(async (rows) => {
      await rows(sql`update api_tokens set retires_at = now() where id = ${old.databaseId}`);
      await rows(sql`
        insert into api_tokens (user_id, digest, hint, name, scopes, generation, replaces_id)
        select user_id, sha256('under way'), hint, 'under way', scopes, 2, id from api_tokens
        where id = ${old.databaseId}`);
      const waiting = revoke('revokeLineage', old.id);
      for (;;) {
        const found = await server.db.rows(sql`select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`);
        if (found.length > 0) break;
      }
      return { ended: waiting };
    });
    expect(await ended).toMatchObject({ count: 2 });
    const [left] = await server.db.rows<{ isEnded: boolean }>(
      sql`select revoked_at is not null as "isEnded" from api_tokens where name = 'under way'`,
    );
    expect(left).toEqual({ isEnded: true });
  });

  it('but for keys that are minted after it', async () => {
    for (let round = 0; round < 20; round += 1) {
      const user = await seedUser(server);
      const old = await seedKey(server, user);
      const [minted, ended] = await Promise.all([
        on.mutate('mintToken', { userId: user.id }),
        revoke('revokeAllTokens', user.id),
      ]);
      expect(ended.revokedIds).toContain(old.id);
      const isEnded = ended.revokedIds?.includes(minted.token?.id ?? '') ?? false;
      expect(await worksIn(server, minted.secret ?? '')).toBe(!isEnded);
    }
  });
});
