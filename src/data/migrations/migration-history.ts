import type pg from 'pg';
import { StartError } from '../../core/start-error.ts';
import { VERSION } from '../../core/version.ts';
import type { Migration } from './migration-files.ts';

// Which migrations a database has had, in a table of Prisma's form.

type Row = {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
  readonly logs: string | null;
};

/** The version before this one: it works on what the migrations of this one leave. */
const WORKS_WITH = '0.1.0';
/**
 * Version 0.1.0 does not start on a migration that it does not have, unless that was rolled back. So those
 * after its last one are rolled back at infinity, which is never.
 */
const LAST_OF_0_1_0 = '20261126190000_by_admin_keys';
const VERSIONS = new Intl.Collator('en', { numeric: true });
const WORKS_NOTE = /^works with (\S+)$/;
/** In SQL. */
export const NOT_ROLLED_BACK = `(rolled_back_at is null or rolled_back_at = 'infinity')`;

const CREATE_TABLE = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`;

/**
 * The migrations that the database still lacks.
 * @throws StartError when its history is not the beginning of this program's.
 */
export async function missingMigrations(
  client: pg.Client,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  // `create … if not exists` wants the right to create even where it does nothing, and a role that
  // only reads and writes rows may start on a finished database.
  if (!(await hasHistory(client))) await createHistory(client);
  return missingIn(await readHistory(client), migrations);
}

/** The same without a change to the database; null where there is no history yet. */
export async function plannedMigrations(
  client: pg.Client,
  migrations: readonly Migration[],
): Promise<readonly Migration[] | null> {
  return (await hasHistory(client)) ? missingIn(await readHistory(client), migrations) : null;
}

function missingIn(rows: readonly Row[], migrations: readonly Migration[]): readonly Migration[] {
  refuseUnfinished(rows);
  refuseUnknown(rows, migrations);
  refuseEdited(rows, migrations);
  const known = new Set(rows.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !known.has(name));
}

/** The table alone, in a database that has nothing yet. */
export async function createHistory(client: pg.Client): Promise<void> {
  await client.query(CREATE_TABLE);
}

/** To be sent in the transaction of the migration itself, so that the two cannot part. */
export async function recordMigration(client: pg.Client, migration: Migration): Promise<void> {
  const isNewer = migration.name > LAST_OF_0_1_0;
  await client.query(
    `insert into _prisma_migrations
       (id, checksum, migration_name, started_at, finished_at, applied_steps_count, rolled_back_at, logs)
     values ($1, $2, $3, now(), clock_timestamp(), 1, $4, $5)`,
    [
      crypto.randomUUID(),
      migration.checksum,
      migration.name,
      isNewer ? 'infinity' : null,
      isNewer ? `works with ${WORKS_WITH}` : null,
    ],
  );
}

async function hasHistory(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ readonly exists: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as exists`,
  );
  return rows[0]?.exists === true;
}

async function readHistory(client: pg.Client): Promise<readonly Row[]> {
  const history = await client.query<Row>(
    `select migration_name, checksum, finished_at, logs from _prisma_migrations
      where ${NOT_ROLLED_BACK} order by migration_name`,
  );
  return history.rows;
}

/** Only Prisma's own tools leave such a row: here, a migration and its row are one transaction. */
function refuseUnfinished(rows: readonly Row[]): void {
  const row = rows.find(({ finished_at }) => finished_at === null);
  if (row === undefined) return;
  throw new StartError(
    `Another tool began migration ${row.migration_name} and did not finish. Undo its changes ` +
      'in the database, then run: delete from _prisma_migrations where finished_at is null; ' +
      'and start again.',
  );
}

function refuseUnknown(rows: readonly Row[], migrations: readonly Migration[]): void {
  const names = new Set(migrations.map(({ name }) => name));
  const unknown = rows
    .filter(({ migration_name: name, logs }) => !names.has(name) && !worksWithThisVersion(logs))
    .at(-1);
  if (unknown === undefined) return;
  throw new StartError(
    `The database is newer than this program: it has migration ${unknown.migration_name}, ` +
      'which this version does not have. Start the version that applied it, or a later one.',
  );
}

function refuseEdited(rows: readonly Row[], migrations: readonly Migration[]): void {
  const checksums = new Map(rows.map((row) => [row.migration_name, row.checksum]));
  const edited = migrations.find(({ name, checksum }) => {
    const applied = checksums.get(name);
    return applied !== undefined && applied !== checksum;
  });
  if (edited === undefined) return;
  throw new StartError(
    `Migration ${edited.name} was changed after it was applied to this database. Put the file ` +
      `back as it was, and make the change in a new migration.`,
  );
}

/** Whether a migration that this version does not have says that this version works with it. */
function worksWithThisVersion(logs: string | null): boolean {
  const [, oldest] = logs?.match(WORKS_NOTE) ?? [];
  return oldest !== undefined && VERSIONS.compare(oldest, VERSION) <= 0;
}
