import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// After the one answer that holds it, the text of a key is nowhere: every place where it could
// stand is searched for it.

describe('the text of a key, once it was shown', () => {
  let server: TestServer;
  let user: SeededUser;
  let keys: SeededKey[];

  beforeAll(async () => {
    server = await startServer();
    user = await seedUser(server);
    keys = [
      await seedKey(server, user, { name: 'kept' }),
      await mintByRest(),
      await rotated(await seedKey(server, user)),
    ];
    await useEverywhere();
  });
  afterAll(() => server.stop());

  it('stands nowhere in the database', async () => {
    const tables = await server.db.prisma.$queryRawUnsafe<{ name: string }[]>(
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    );
    expect(tables.length).toBeGreaterThan(8);
    for (const { name } of tables) {
      const rows = await server.db.prisma.$queryRawUnsafe<{ line: string }[]>(
        `select t::text as line from "${name}" t`,
      );
      expectNoSecret(rows.map(({ line }) => line).join('\n'));
    }
  });

  it('stands nowhere in the log, at the most verbose level', () => {
    expectNoSecret(server.logLines.join(''));
  });

  it('stands in no list, no look-up and no error', async () => {
    const answers = await Promise.all([
      server.graphql(
        '{ apiTokens { edges { node { id databaseId name hint scopes status createdAt user { email apiTokens { edges { node { hint name } } } } } } } }',
        { admin: server.adminKey },
      ),
      server.graphql(
        '{ viewer { token { id hint name } user { apiTokens { edges { node { hint } } } } } }',
        { key: keys[0]?.secret ?? '' },
      ),
      server.graphql('{ viewer { access } }', { key: `${keys[0]?.secret}x` }),
      ...[
        `/admin/users/${user.databaseId}`,
        `/admin/users/${user.databaseId}/tokens`,
        '/admin/users',
      ].map(rest),
    ]);
    expectNoSecret(JSON.stringify(answers));
  });

  it('would have been found', () => {
    expect(() => expectNoSecret(`row with ${keys[0]?.secret}`)).toThrow();
  });

  function expectNoSecret(text: string): void {
    for (const { secret } of keys) {
      expect(text).not.toContain(secret);
      // Nor the part that is random, under whatever prefix.
      expect(text).not.toContain(secret.split('_').at(-1));
    }
    expect(text).not.toContain(server.adminKey);
    expect(text).not.toContain(server.app.peppers.current.text);
  }

  async function rest(path: string): Promise<string> {
    return (await server.fetch(path, { headers: { 'x-admin-api-key': server.adminKey } })).text();
  }

  async function mintByRest(): Promise<SeededKey> {
    const response = await server.fetch(`/admin/users/${user.databaseId}/tokens`, {
      method: 'POST',
      headers: { 'x-admin-api-key': server.adminKey },
    });
    const { id, token } = (await response.json()) as { id: number; token: string };
    return { id: '', databaseId: id, secret: token };
  }

  async function rotated({ id, databaseId }: SeededKey): Promise<SeededKey> {
    const { data } = await server.graphql<{ rotateKey: { secret: string } }>(
      'mutation ($id: ID!) { rotateKey(input: {id: $id}) { ... on RotateKeySuccess { secret } } }',
      { admin: server.adminKey, variables: { id } },
    );
    return { id: '', databaseId, secret: data.rotateKey.secret };
  }

  async function useEverywhere(): Promise<void> {
    for (const { secret } of keys) {
      await server.fetch('/meetings', { headers: { 'x-api-key': secret } });
      await server.fetch('/meetings?limit=-1', { headers: { 'x-api-key': secret } });
      await server.fetch('/admin/users', { headers: { 'x-admin-api-key': secret } });
      await server.graphql('{ viewer { token { id } } nope }', { key: secret });
    }
  }
});
