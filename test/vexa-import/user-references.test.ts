import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isReferenced } from '../../src/domain/vexa-import/numbers/user-numbers.ts';
import { startServer, type TestServer } from '../support/server.ts';

// A user here may get the number that the same person has in Vexa, as long as nothing refers to the
// old one. What refers to users grows with the database; the look at it has to grow as well.

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

it('every table that refers to a user keeps the number of that user', async () => {
  const rows = await server.db.rows<{ name: string }>(sql`
    select c.conrelid::regclass::text as name from pg_constraint c
    where c.contype = 'f' and c.confrelid = 'users'::regclass
    union
    select a.attrelid::regclass::text from pg_attribute a join pg_class t on t.oid = a.attrelid
    where a.attname like '%user\\_ids' and t.relkind in ('r', 'p') and not a.attisdropped`);
  const looked = isReferenced(sql`$1`).sql;
  expect(rows.map(({ name }) => name)).toContain('user_configs');
  expect(rows.map(({ name }) => name).filter((name) => !looked.includes(` ${name} `))).toEqual([]);
});
