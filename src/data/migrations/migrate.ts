import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import sql, { raw } from 'sql-template-tag';
import { StartError } from '../../core/start-error.ts';
import { explainConnectionError } from '../connection/connect-error.ts';
import { BACKUP_SESSION } from '../connection/session-names.ts';
import { type ConnectionSettings, connectionSettings } from '../connection/session-settings.ts';
import { refuseUnsuitable } from '../connection/suitable.ts';
import type { Rows } from '../database.ts';
import { openSchema } from '../schema.ts';
import { explainMigrationError, explainStepError, sqlStateOf } from './migration-error.ts';
import { type Migration, migrationsDirectory, readMigrations } from './migration-files.ts';
import { missingMigrations, NOT_ROLLED_BACK, recordMigration } from './migration-history.ts';
import { stepBefore } from './steps/steps.ts';
import { refuseUnfinishedRestore } from './unfinished-restore.ts';

export type MigrateOptions = {
  readonly directory?: string;
  readonly log?: (line: string) => void;
  /** How long to wait for another process that migrates the same database. */
  readonly lockTimeoutMs?: number;
  /** Called once when that wait begins. */
  readonly onWait?: () => void;
  /** Ends that wait, or the work after the migration that is being applied: the reason of the signal is thrown. */
  readonly signal?: AbortSignal;
  /** Refuses a database before anything is changed in it. */
  readonly check?: ((client: pg.Client) => Promise<void>) | undefined;
  /** For the restore itself: everything else is refused while it is not finished. */
  readonly isRestore?: true;
};

/** Prisma's own number, so that its tools and this one keep out of each other's way. */
const LOCK = 72_707_369;
const LOCK_TIMEOUT_MS = 60_000;
const LOCK_RETRY_MS = 100;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Brings a database up to this program's migrations. Safe to call from several processes at once:
 * one applies, the others wait and find nothing to do. A process that is killed leaves each
 * migration either applied and recorded, or not there at all.
 * @throws StartError that says what stands in the way.
 */
export async function migrate(
  { connectionString }: { readonly connectionString: string },
  options: MigrateOptions = {},
): Promise<{ readonly applied: readonly string[] }> {
  const migrations = await readMigrations(options.directory ?? migrationsDirectory());
  return await asMigrator(connectionString, options, async (client) => {
    if (!options.isRestore) await refuseUnfinishedRestore(client);
    await options.check?.(client);
    return { applied: await applyMissing(client, migrations, options) };
  });
}

/**
 * Does something on a suitable database while no other process migrates it.
 * @throws StartError that says what stands in the way.
 */
export async function asMigrator<Result>(
  connectionString: string,
  options: MigrateOptions,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const settings = connectionSettings(connectionString, 'latchkey-migrate');
  const client = await connect(connectionString, settings);
  try {
    await refuseUnsuitable(client);
    await settings.prepare(client);
    await openSchema(client, settings.schema);
    await prepareSession(client, options);
    return await work(client);
  } catch (error) {
    if (error instanceof StartError || error === options.signal?.reason) throw error;
    throw explainConnectionError(connectionString, error);
  } finally {
    // The lock goes with the connection. One that is already dead has nothing left to end.
    await client.end().catch(() => {});
  }
}

/** Of the migrations named, those that the database lacks. One cheap statement. */
export async function pendingMigrations(
  rows: Rows,
  names: readonly string[],
): Promise<readonly string[]> {
  const pending = await rows<{ readonly name: string }>(sql`
    select expected.name from unnest(${names}::text[]) as expected (name)
     where not exists (
       select from _prisma_migrations as m
        where m.migration_name = expected.name
          and m.finished_at is not null and ${raw(NOT_ROLLED_BACK)})`).catch(noTable);
  return pending === null ? names : pending.map(({ name }) => name);
}

function noTable(error: unknown): null {
  if (sqlStateOf(error) === '42P01') return null;
  throw error;
}

async function connect(
  connectionString: string,
  { config }: ConnectionSettings,
): Promise<pg.Client> {
  try {
    const client = new pg.Client({
      ...config,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    // A lost connection fails the statement under way. Unheard, the event would end the process.
    client.on('error', () => {});
    await client.connect();
    return client;
  } catch (error) {
    throw explainConnectionError(connectionString, error);
  }
}

async function prepareSession(client: pg.Client, options: MigrateOptions): Promise<void> {
  const timeoutMs = options.lockTimeoutMs ?? LOCK_TIMEOUT_MS;
  await client.query(`set lock_timeout = ${Math.trunc(timeoutMs)}`);
  await takeLock(client, timeoutMs, options);
}

/** Asks again and again: a statement that waited would keep an index from being built concurrently. */
async function takeLock(
  client: pg.Client,
  timeoutMs: number,
  { onWait, signal }: MigrateOptions,
): Promise<void> {
  const begun = performance.now();
  for (let tries = 0; ; tries += 1) {
    const { rows } = await client.query<{ readonly taken: boolean }>(
      'select pg_try_advisory_lock($1) as taken',
      [LOCK],
    );
    if (rows[0]?.taken === true) return;
    if (performance.now() - begun > timeoutMs) break;
    if (tries === 0) onWait?.();
    await pause(LOCK_RETRY_MS);
    signal?.throwIfAborted();
  }
  throw new StartError(
    `Another process has been migrating this database for more than ` +
      `${Math.ceil(timeoutMs / 1_000)} seconds. Wait until it is done, then start again.`,
  );
}

async function applyMissing(
  client: pg.Client,
  migrations: readonly Migration[],
  { log, signal }: MigrateOptions,
): Promise<readonly string[]> {
  const missing = await missingMigrations(client, migrations);
  if (missing.length > 0) await endBackups(client, log);
  for (const migration of missing) {
    signal?.throwIfAborted();
    await prepare(client, migration, log);
    await apply(client, migration);
    log?.(`Applied migration ${migration.name}.`);
  }
  return missing.map(({ name }) => name);
}

/** A backup holds locks on all tables for as long as it takes, and can be begun again. */
async function endBackups(client: pg.Client, log: MigrateOptions['log']): Promise<void> {
  const { rowCount } = await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = $1 and datname = current_database() and usename = current_user`,
    [BACKUP_SESSION],
  );
  if (rowCount) log?.('Ended a backup that was being written; the service begins another.');
}

/** What a migration needs first, outside of its transaction. */
async function prepare(
  client: pg.Client,
  migration: Migration,
  log: MigrateOptions['log'],
): Promise<void> {
  const done = await stepBefore(migration.name)?.(client).catch((error: unknown) => {
    throw error instanceof StartError ? error : explainStepError(migration, error);
  });
  for (const line of done ?? []) log?.(line);
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await recordMigration(client, migration);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw explainMigrationError(migration, error);
  }
}
