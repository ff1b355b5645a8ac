import pg from 'pg';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { runRetention } from './running.ts';

const IMPORTED = 8_000;

let server: TestServer;
let client: pg.Client;
beforeAll(async () => {
  server = await startServer();
  client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  const user = await seedUser(server);
  await server.db.rows(sql`
    insert into meetings (user_id, platform, status, created_at, start_time, end_time)
    values (${user.databaseId}, 'zoom', 'completed', '2020-01-01', '2020-01-01', '2020-01-01T01:00:00Z')`);
  await server.db.rows(sql`
    insert into import_sources (name, schema_form) values ('vexa', '0.12')`);
  await server.db.rows(sql`
    insert into imported_rows (source_id, kind, foreign_id, local_id, state)
    select s.id, 'meeting', n + 1000000, n, decode(md5(n::text), 'hex')
    from import_sources s, generate_series(1, ${IMPORTED}::int) n`);
  await client.query('analyze');
});
afterAll(async () => {
  await client.end();
  await server.stop();
});

it('what an import knows of deleted meetings is found by an index, whatever their numbers are in the source', async () => {
  server.statements.length = 0;
  await runRetention(server, { meetings: 30 });
  const [statement] = server.statements.filter((text) => text.includes('update imported_rows'));
  await client.query('set plan_cache_mode = force_generic_plan');
  await client.query(`prepare forget as ${statement}`);
  const { rows } = await client.query<Record<string, string>>(`explain execute forget('{1}')`);
  const plan = rows.flatMap((row) => Object.values(row)).join('\n');
  expect(plan).toContain('imported_rows_local_id_idx');
  expect(plan).not.toContain('Seq Scan');
});
