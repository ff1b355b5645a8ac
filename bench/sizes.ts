import { seed, sizeOf } from './data.ts';
import { startDatabase } from './database.ts';
import { circumstances, say, table } from './report.ts';
import { ADMIN_KEY, PEPPER, startServer } from './server.ts';

// What a row of each kind takes, with its indexes: `npm run bench -- sizes`.

const TABLES = ['users', 'api_tokens', 'meetings', 'meeting_sessions', 'transcript_segments'];
const EVENTS = 2_000;

const database = await startDatabase();
try {
  await seed(database.url, sizeOf(0.1), PEPPER);
  const server = await startServer(database.url);
  await createUsers(server.url);
  await server.stop();
  const rows = [];
  for (const name of [...TABLES, 'audit_events']) {
    await database.client.query(`vacuum analyze ${name}`);
    const { rows: found } = await database.client.query<{
      count: number;
      bytes: number;
      table: number;
    }>(
      `select count(*)::int as count, pg_total_relation_size('${name}')::float8 as bytes,
        pg_table_size('${name}')::float8 as table from ${name}`,
    );
    const [{ count, bytes, table: own } = { count: 0, bytes: 0, table: 0 }] = found;
    rows.push([
      name,
      count,
      Math.round(own / count),
      Math.round((bytes - own) / count),
      Math.round(bytes / count),
    ]);
  }
  say(`${circumstances('REST')}\n`);
  say(table(['table', 'rows', 'bytes per row', 'of its indexes', 'together'], rows));
} finally {
  await database.stop();
}

/** Each leaves an event, which is sealed within a second. */
async function createUsers(url: string): Promise<void> {
  for (let place = 0; place < EVENTS; place += 1) {
    await fetch(`${url}/admin/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-admin-api-key': ADMIN_KEY },
      body: JSON.stringify({ email: `sized${place}@example.com`, name: 'Ada Lovelace' }),
    });
  }
}
