import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { SHORT_CUTS } from '../support/short-cuts.ts';

describe('the number of SQL statements', () => {
  let server: TestServer;
  let many: SeededUser;
  let key: string;

  beforeAll(async () => {
    server = await startServer();
    many = await seedUser(server);
    key = (await seedKey(server, many)).secret;
    for (let count = 0; count < 110; count += 1)
      await seedKey(server, count < 105 ? many : await seedUser(server));
    for (let count = 0; count < 110; count += 1) await seedUser(server);
    await seedMeetings(server, many.databaseId, 110);
    const users = await server.db.prisma.user.findMany({ take: 40, orderBy: { id: 'desc' } });
    for (const { id } of users) await seedMeetings(server, Number(id), 3);
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.statements.length = 0;
  });

  async function cost(document: string, asUser = false): Promise<number> {
    server.statements.length = 0;
    const reply = await server.graphql(document, asUser ? { key } : { admin: server.adminKey });
    expect(reply.errors).toBeUndefined();
    return server.statements.length;
  }

  /** Every connection of the schema, with everything that hangs on its rows. */
  const CONNECTIONS: Readonly<Record<string, (first: number) => string>> = {
    users: (first) =>
      `users(first: ${first}) { totalCount edges { node { email apiTokens(first: 5) { totalCount edges { node { hint user { email } } } } meetings(first: 5) { totalCount edges { node { id sessions { sessionUid } user { email } } } } } } }`,
    apiTokens: (first) =>
      `apiTokens(first: ${first}) { totalCount edges { node { hint user { email } } } }`,
    meetings: (first) =>
      `meetings(first: ${first}) { totalCount edges { node { id user { email } sessions { sessionUid } } } }`,
    'User.apiTokens': (first) =>
      `user(by: {id: "${many.id}"}) { apiTokens(first: ${first}) { totalCount edges { node { hint user { email } } } } }`,
    'User.meetings': (first) =>
      `user(by: {id: "${many.id}"}) { meetings(first: ${first}) { totalCount edges { node { id user { email } sessions { sessionUid } } } } }`,
  };

  it.each(Object.keys(CONNECTIONS))('%s costs the same for 1 row and for 100', async (name) => {
    const one = await cost(`{ ${CONNECTIONS[name]?.(1)} }`);
    const hundred = await cost(`{ ${CONNECTIONS[name]?.(100)} }`);
    expect(hundred).toBe(one);
  });

  it.each(['apiTokens', 'meetings', 'User.apiTokens', 'User.meetings'])(
    '%s under five aliases costs at most five times as much',
    async (name) => {
      const field = CONNECTIONS[name]?.(10) ?? '';
      const once = await cost(`{ ${field} }`);
      const aliased = await cost(
        `{ ${['a', 'b', 'c', 'd', 'e'].map((alias) => `${alias}: ${field}`).join(' ')} }`,
      );
      expect(aliased).toBeLessThanOrEqual(5 * once);
    },
  );

  it('is one for a page with the owners of its rows, and one for its total', async () => {
    expect(await cost('{ meetings(first: 100) { edges { node { id } } } }')).toBe(1);
    expect(
      await cost('{ meetings(first: 100) { totalCount edges { node { id user { email } } } } }'),
      // Without short cuts, the owners are read by themselves.
    ).toBe(SHORT_CUTS === 'true' ? 2 : 3);
  });

  it('does not count a list whose total nobody asked for', async () => {
    await cost('{ users(first: 100) { edges { node { email } } } }');
    expect(server.statements.filter((text) => text.includes('count('))).toEqual([]);
  });

  it('is one for the key of a request, and none for a text that cannot be a key', async () => {
    expect(await cost('{ viewer { access } }', true)).toBe(1);
    server.statements.length = 0;
    await server.graphql('{ viewer { access } }', { key: `${key}x` });
    expect(server.statements).toEqual([]);
  });

  it.each([
    { name: 'is one', shortCuts: 'true', count: 1 },
    { name: 'is, with the short cuts off, one for each', shortCuts: 'false', count: 20 },
  ])('$name for the keys of many requests that arrive together', async ({ shortCuts, count }) => {
    const node = await startServer({ env: { SHORT_CUTS: shortCuts }, beside: server });
    node.statements.length = 0;
    const found = await Promise.all(Array.from({ length: 20 }, () => node.app.verifyKey(key)));
    expect(found.every((holder) => holder?.userId === BigInt(many.databaseId))).toBe(true);
    expect(node.statements).toHaveLength(count);
    await node.stop();
  });
});
