import sql, { raw, type Sql } from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/data/connection/open-database.ts';
import { statementNames } from '../../src/data/connection/statement-names.ts';
import type { Database } from '../../src/data/database.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let db: Database;
beforeAll(async () => {
  server = await startServer({ env: { DATABASE_POOL_SIZE: '1' } });
  db = openDatabase({ url: server.databaseUrl, poolSize: 1, statementTimeoutMs: 5_000 });
});
afterAll(async () => {
  await db.close();
  await server.stop();
});

/** Those on the one connection, but for this one, which is sent too rarely. */
async function prepared(containing = ''): Promise<number> {
  const [row] = await db.rows<{ count: number }>(
    sql`select count(*)::int as count from pg_prepared_statements where statement like ${`%${containing}%`}`,
  );
  return row?.count ?? 0;
}

async function send(statement: Sql, times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) await db.rows(statement);
}

const numbered = (name: string, number: number) => sql`select 1 as ${raw(`${name}_${number}`)}`;

it('a text is prepared once it comes again and again, and never one that comes once', async () => {
  await send(sql`select 1 as own`, 20);
  for (let number = 0; number < 1_200; number += 1) await send(numbered('passing', number));
  expect(await prepared('passing_')).toBe(0);
  expect(await prepared('as own')).toBe(1);
  // After such a flood, others get names as before.
  await send(sql`select 1 as later`, 20);
  expect(await prepared('as later')).toBe(1);
});

it('a connection has a bounded number of statements, however often each of many comes', async () => {
  for (let number = 0; number < 1_000; number += 1) await send(numbered('repeated', number), 6);
  expect(await prepared()).toBeLessThanOrEqual(500);
});

/** Every connection of the pool for requests has its own. */
async function preparedByServer(): Promise<string[]> {
  const rows = await server.db.rows<{ statement: string }>(
    sql`select statement from pg_prepared_statements`,
  );
  return rows.map(({ statement }) => statement);
}

const TIMES = ['gt', 'gte', 'lt', 'lte'].map((name) => [name, '"2026-01-01T00:00:00Z"']);
const OPERATORS = {
  createdAt: TIMES,
  startTime: TIMES,
  endTime: TIMES,
  status: [
    ['eq', 'ACTIVE'],
    ['in', '[ACTIVE, FAILED]'],
  ],
  nativeMeetingId: ['eq', 'contains', 'startsWith'].map((name) => [name, '"abc"']),
};

function randomFilter(): string {
  const conditions = Object.entries(OPERATORS).map(([field, operators]) => {
    const some = operators.filter(() => Math.random() < 0.5);
    return some.length === 0 ? '' : `${field}: {${some.map((one) => one.join(': ')).join(', ')}}`;
  });
  return `{${conditions.filter(Boolean).join(', ')}}`;
}

it('random filters of a user are not prepared, and what the service sends itself still is', async () => {
  const { secret: key } = await seedKey(server, await seedUser(server));
  const own = () => server.graphql('{ viewer { user { meetings { nodes { id } } } } }', { key });
  for (let time = 0; time < 8; time += 1) await own();
  const before = await preparedByServer();
  server.statements.length = 0;
  for (let request = 0; request < 60; request += 1) {
    const lists = Array.from(
      { length: 12 },
      (_, n) => `a${n}: meetings(filter: ${randomFilter()}) { nodes { id } }`,
    );
    const { errors } = await server.graphql(`{ viewer { user { ${lists.join(' ')} } } }`, { key });
    expect(errors).toBeUndefined();
  }
  expect(new Set(server.statements).size).toBeGreaterThan(50);
  expect((await preparedByServer()).length).toBeLessThan(before.length + 20);

  server.statements.length = 0;
  for (let time = 0; time < 8; time += 1) await own();
  const [text] = server.statements.filter((one) => one.includes('meetings'));
  expect(await preparedByServer()).toContain(text);
});

it('a name that is not used goes to another text, and one that is used does not', () => {
  let now = 0;
  const nameOf = statementNames(() => now);
  const last = (text: string, caller: string) =>
    Array.from({ length: 6 }, () => nameOf(text, caller)).at(-1);
  const first = last('first', 'user 1');
  expect(nameOf('first', 'user 2')).toBe(first);
  const taken = Array.from({ length: 2_000 }, (_, n) => last(`filter ${n}`, 'user 1'));
  expect(taken.filter(Boolean).length).toBeLessThan(200);
  // Several who take all that they get leave some for others.
  for (let user = 2; user < 5; user += 1)
    for (let n = 0; n < 100; n += 1) last(`filter ${n} of ${user}`, `user ${user}`);
  expect(last('new', 'user 1')).toBeUndefined();
  expect(last('own', '')).toBeDefined();
  now += 59_000;
  expect(nameOf('first', 'user 1')).toBe(first);
  now += 2_000;
  expect(last('new', 'user 1')).toBeDefined();
  expect(nameOf('first', 'user 1')).toBe(first);
  expect(nameOf('filter 1', 'user 1')).toBeUndefined();
  // A name always means the same text.
  expect(last('filter 1', 'user 3')).toBe(taken[1]);
});
