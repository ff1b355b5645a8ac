import sql from 'sql-template-tag';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// The database's clock says whether a key works; so does the status that is shown of it.

const MINUTE = 60_000;

describe('on a host whose clock is wrong', () => {
  let server: TestServer;
  let user: SeededUser;
  let key: SeededKey;
  let adminId: string;
  beforeAll(async () => {
    server = await startServer();
    user = await seedUser(server);
    key = await seedKey(server, user, { expiresIn: 300 });
    const { data } = await server.graphql<{ createAdminKey: { key: { id: string } } }>(
      'mutation { createAdminKey(input: {name: "clock", expiresIn: 300}) { ... on CreateAdminKeySuccess { key: adminKey { id } } } }',
      { admin: server.adminKey },
    );
    adminId = data.createAdminKey.key.id;
  });
  // The tokens of the host's own minute are no part of this.
  afterEach(() => {
    vi.useRealTimers();
  });
  afterAll(() => server.stop());

  const DOCUMENTS: Readonly<Record<string, (own: string, admin: string) => string>> = {
    'by its id': (own) => `{ apiToken(by: {id: "${own}"}) { status } }`,
    'among nodes': (own, admin) =>
      `{ nodes(ids: ["${own}", "${admin}"]) { ... on ApiToken { status } ... on AdminKey { status } } }`,
    'of its user': () =>
      `{ user(by: {id: "${user.id}"}) { apiTokens { edges { node { status } } } } }`,
    'of its user, by status': () =>
      `{ user(by: {id: "${user.id}"}) { apiTokens(filter: {status: {eq: STATUS}}) { edges { node { status } } } } }`,
    'of the admin keys': () => '{ adminKeys { edges { node { status } } } }',
    'once it is changed': (own) =>
      `mutation { updateToken(input: {id: "${own}", name: "again"}) { ... on UpdateTokenSuccess { token { status } } } }`,
    'by its text': () => `{ verifyToken(token: "${key.secret}") { token { status } } }`,
  };

  async function statuses(name: string, status: string): Promise<string[]> {
    const document = DOCUMENTS[name]?.(key.id, adminId).replace('STATUS', status) ?? '';
    const { data, errors } = await server.graphql(document, { admin: server.adminKey });
    expect(errors).toBeUndefined();
    return [...JSON.stringify(data).matchAll(/"status":"(\w+)"/g)].map(([, found]) => found ?? '');
  }

  it.each(Object.keys(DOCUMENTS))('a key has the status that it works by: %s', async (name) => {
    for (const [skew, expiresIn, status] of [
      [10, 5, 'ACTIVE'],
      [-10, -5, 'EXPIRED'],
    ] as const) {
      if (name === 'once it is changed' && status === 'EXPIRED') continue;
      for (const table of [sql`api_tokens`, sql`admin_keys`])
        await server.db.rows(
          sql`update ${table} set expires_at = now() + make_interval(mins => ${expiresIn}), created_at = now() - interval '1 hour'`,
        );
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + skew * MINUTE });
      const found = await statuses(name, status);
      expect(found.length).toBeGreaterThan(0);
      expect(new Set(found)).toEqual(new Set([status]));
      vi.useRealTimers();
    }
  });
});

describe('the last use of a key', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  it.each([
    ['2026-03-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
    ['2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
    [null, '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T00:00:00.000Z', null],
    [null, null],
  ])('imported as %s and counted as %s is the same everywhere', async (imported, counted) => {
    const user = await seedUser(server);
    const key = await seedKey(server, user);
    await server.db.rows(
      sql`update api_tokens set last_used_at = ${imported}::timestamptz where id = ${key.databaseId}`,
    );
    if (counted !== null)
      await server.db.rows(sql`insert into token_usage (token_id, requests, first_at, last_at)
        values (${key.databaseId}, 1, ${counted}::timestamptz, ${counted}::timestamptz)`);
    const latest =
      [imported, counted]
        .filter((one) => one !== null)
        .sort()
        .at(-1) ?? null;
    const { data } = await server.graphql(
      `{ apiToken(by: {id: "${encodeId('ApiToken', BigInt(key.databaseId))}"}) { lastUsedAt usage { lastUsedAt } user { usage { lastUsedAt } } } }`,
      { admin: server.adminKey },
    );
    expect(data).toEqual({
      apiToken: {
        ...{ lastUsedAt: latest, usage: { lastUsedAt: latest } },
        user: { usage: { lastUsedAt: latest } },
      },
    });
    const headers = { 'x-admin-api-key': server.adminKey };
    const listed = await server.fetch(`/admin/users/${user.databaseId}`, { headers });
    expect(await listed.json()).toMatchObject({ api_tokens: [{ last_used_at: latest }] });
    const account = await server.fetch(`/users/${user.databaseId}`, { headers });
    const told = JSON.stringify(await account.json());
    expect(/"last_used_at":"([^"]+)"/.exec(told)?.[1] ?? null).toBe(latest);
  });
});
