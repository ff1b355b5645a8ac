import sql, { raw } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { askerOf, type Page } from './pages.ts';

// A cursor that was handed out is taken, whatever time is stored: earlier versions imported some before the
// year 1 and after 9999. Other lists go by times that the service sets itself.

const STORED = [
  '0044-03-15 12:00:00+00 BC',
  '0001-12-31 22:00:00+00 BC',
  '0001-01-01 00:00:00+00',
  '0099-12-31 23:59:59.999+00',
  '2026-11-20 12:00:00.5+00',
  '9999-12-31 23:59:59.999+00',
  '10000-01-01 00:00:00+00',
  '10000-01-01 00:00:00.5+00',
  '123456-07-08 09:10:11.120+00',
];

let server: TestServer;
let userId: string;
beforeAll(async () => {
  server = await startServer();
  const user = await seedUser(server);
  userId = user.id;
  for (const _ of STORED.slice(1)) await seedUser(server);
  await seedMeetings(server, user.databaseId, STORED.length);
  for (const [place] of STORED.entries()) {
    await seedKey(server, user);
    await server.db.prisma.adminKey.create({
      data: {
        name: `k${place}`,
        digest: new Uint8Array(32).fill(place),
        hint: 'x',
        access: 'admin',
      },
    });
    await server.db.prisma.legalHold.create({ data: { userId: user.databaseId, reason: 'test' } });
  }
  for (const [table, columns] of Object.entries(TIMES_OF))
    for (const column of columns)
      await server.db.rows(sql`
        update ${raw(table)} t set ${raw(column)} = stored.at::timestamptz
        from (select id, row_number() over (order by id) as place from ${raw(table)}) o
          join unnest(${STORED}::text[]) with ordinality stored(at, place) on stored.place = o.place
        where o.id = t.id`);
});
afterAll(() => server.stop());

const TIMES_OF: Readonly<Record<string, readonly string[]>> = {
  users: ['created_at', 'updated_at'],
  meetings: ['created_at', 'updated_at', 'end_time'],
  api_tokens: ['created_at', 'expires_at', 'last_used_at'],
};

type List = { readonly name: string; readonly order: string; readonly direction: string };

const both = (name: string, ...orders: readonly string[]): List[] =>
  orders.flatMap((order) => ['ASC', 'DESC'].map((direction) => ({ name, order, direction })));

const LISTS: readonly List[] = [
  ...both('users', 'CREATED_AT', 'UPDATED_AT'),
  ...both('meetings', 'CREATED_AT', 'UPDATED_AT', 'END_TIME'),
  ...both('apiTokens', 'CREATED_AT', 'EXPIRES_AT', 'LAST_USED_AT'),
];

type Node = { readonly id: string };

describe('each row is on one page, row by row', () => {
  it.each(LISTS)('of $name by $order $direction', async ({ name, order, direction }) => {
    const args = `orderBy: {field: ${order}, direction: ${direction}}`;
    const { throughPages } = askerOf(server);
    const all = await throughPages<Node>(name, args, 'id createdAt', 100);
    expect(all).toHaveLength(STORED.length);
    expect(await throughPages<Node>(name, args, 'id', 1)).toEqual(all.map(({ id }) => ({ id })));
    expect(await backwards(name, args)).toEqual(all.map(({ id }) => id));
  });

  it('of the lists of a user', async () => {
    const { ask } = askerOf(server);
    for (const list of ['meetings', 'apiTokens']) {
      const found: string[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const { user }: { user: { page: Page<Node> } } = await ask(
          `query ($after: String) { user(by: {id: "${userId}"}) { page: ${list}(first: 1, after: $after) {
            nodes { id } pageInfo { hasNextPage endCursor } } } }`,
          { after },
        );
        found.push(...user.page.nodes.map(({ id }) => id));
        ({ endCursor: after, hasNextPage: more } = user.page.pageInfo);
      }
      expect(new Set(found).size).toBe(STORED.length);
    }
  });
});

type Backwards = {
  readonly page: {
    readonly nodes: readonly Node[];
    readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor: string };
  };
};

async function backwards(list: string, args: string): Promise<string[]> {
  const found: string[] = [];
  for (let before: string | null = null, more = true; more; ) {
    const { page }: Backwards = await askerOf(server).ask(
      `query ($before: String) { page: ${list}(last: 1, before: $before, ${args}) {
        nodes { id } pageInfo { hasPreviousPage startCursor } } }`,
      { before },
    );
    found.unshift(...page.nodes.map(({ id }) => id));
    ({ startCursor: before, hasPreviousPage: more } = page.pageInfo);
  }
  return found;
}
