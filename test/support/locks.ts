import pg from 'pg';
import sql from 'sql-template-tag';
import type { PlainDatabase } from '../../src/data/database.ts';
import { atEndOfTest, once } from './end-of-test.ts';
import type { TestServer } from './server.ts';

/** Comes back once some statement waits for a row that another transaction holds. */
export async function untilSomebodyWaits({ rows }: PlainDatabase): Promise<void> {
  for (;;) {
    const waiting = await rows(
      sql`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
  }
}

export type Lock = { readonly release: () => Promise<void> };

/** Nobody else reads or writes these tables until the lock is released, or the test is over. */
export function lockTables(server: Pick<TestServer, 'databaseUrl'>, tables: string): Promise<Lock> {
  return lock(server, `lock table ${tables} in access exclusive mode`);
}

/** Whoever locks this user waits, one after the other, until the lock is released, or the test is over. */
export function lockUser(
  server: Pick<TestServer, 'databaseUrl'>,
  { databaseId }: { readonly databaseId: number },
): Promise<Lock> {
  return lock(server, `select from users where id = ${databaseId} for no key update`);
}

/** Runs a statement that locks, and keeps what it locked until the lock is released, or the test is over. */
export async function lock(
  { databaseUrl }: Pick<TestServer, 'databaseUrl'>,
  statement: string,
): Promise<Lock> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const release = once(async () => {
    await client.query('rollback');
    await client.end();
  });
  atEndOfTest(release);
  await client.query('begin');
  await client.query(statement);
  return { release };
}

/** How many statements of requests wait at the database. */
export async function statementsUnderWay({
  databaseUrl,
}: Pick<TestServer, 'databaseUrl'>): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'the test' });
  await client.connect();
  const { rows } = await client.query<{ count: number }>(`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name = 'latchkey' and state = 'active'
      and wait_event_type = 'Lock'`);
  await client.end();
  return rows[0]?.count ?? 0;
}
