import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { StartError } from '../start-error.ts';
import { explainConnectionError } from './connection-error.ts';
import { type Migration, migrationsDirectory, readMigrations } from './migration-files.ts';

export type MigrateOptions = {
  readonly connectionString: string;
  readonly directory?: string;
};

/** The number that Prisma's own tools lock, too: they and we never migrate at once. */
const LOCK = 72_707_369;
const LOCK_TIMEOUT = '60s';

type Row = {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
  readonly rolled_back_at: Date | null;
};

/**
 * Brings a database up to this program, in a form that Prisma's tools understand. Of any number of
 * processes that start at once, one does the work and the others wait.
 * @returns the names of the migrations that were applied
 * @throws StartError when the database is out of reach, newer than this program, or a migration fails
 */
export async function migrate({ connectionString, directory = migrationsDirectory() }: MigrateOptions): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: 10_000,
    options: '-c timezone=UTC',
    application_name: 'latchkey migrate',
  });
  client.on('error', () => {});
  await client.connect().catch((error: unknown) => {
    throw explainConnectionError(connectionString, error);
  });
  try {
    await takeLock(client);
    return await applyMissing(client, migrations);
  } finally {
    // The lock ends with the connection.
    await client.end();
  }
}

async function takeLock(client: pg.Client): Promise<void> {
  await client.query(`set lock_timeout = '${LOCK_TIMEOUT}'`);
  await client.query('select pg_advisory_lock($1)', [LOCK]).catch((error: Error) => {
    throw new StartError(`Another process has been migrating this database for ${LOCK_TIMEOUT} (${error.message}): wait for it, or end it`);
  });
}

async function applyMissing(client: pg.Client, migrations: readonly Migration[]): Promise<string[]> {
  await client.query(`create table if not exists _prisma_migrations (
    id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
    migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
    started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`);
  const { rows } = await client.query<Row>('select * from _prisma_migrations where rolled_back_at is null');
  refuseForeign(rows, migrations);

  const applied = new Set(rows.map((row) => row.migration_name));
  const missing = migrations.filter(({ name }) => !applied.has(name));
  for (const migration of missing) await apply(client, migration);
  return missing.map(({ name }) => name);
}

function refuseForeign(rows: readonly Row[], migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished_at } of rows) {
    const migration = known.get(name);
    if (finished_at === null) {
      throw new StartError(`Migration ${name} failed earlier, under another tool: mend the database, then mark the row of _prisma_migrations as rolled back`);
    }
    if (migration === undefined) {
      throw new StartError(`The database is newer than this program: it has migration ${name}. Start the version that made it, or a later one`);
    }
    if (migration.checksum !== checksum) {
      throw new StartError(`Migration ${name} was edited after it had been applied: put the file back, and write the change as a new migration`);
    }
  }
}

/** The file and the note that it is done are one transaction: whatever ends it, it is all there or not at all. */
async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw new StartError(`Migration ${name} failed, and nothing of it was kept: ${(error as Error).message}. Mend the cause and start again`);
  }
}
