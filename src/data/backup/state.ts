import type pg from 'pg';
import { StartError } from '../../core/start-error.ts';
import { readMigrations } from '../migrations/migration-files.ts';
import { NOT_ROLLED_BACK } from '../migrations/migration-history.ts';
import { refuseUnfinishedRestore } from '../migrations/unfinished-restore.ts';
import type { BackupManifest } from './manifest.ts';
import { tablesOf } from './tables.ts';

type State = Pick<BackupManifest, 'createdAt' | 'postgres' | 'migrations' | 'auditHead'> & {
  /** Those that a backup holds. */
  readonly tables: readonly string[];
};

type Options = { readonly migrations: string; readonly now: Date | null };

/**
 * What a backup says of the database that it is of.
 * @throws StartError for a database without our tables, one of a later program, and one that is being restored
 */
export async function readBackupState(client: pg.Client, options: Options): Promise<State> {
  await refuseUnfinishedRestore(client);
  const applied = await readApplied(client);
  const migrations = await readMigrations(options.migrations);
  const unknown = applied.find((name) => !migrations.some((known) => known.name === name));
  if (unknown !== undefined)
    throw new StartError(
      `The database is newer than this program: it has migration ${unknown}. Back it up with the version that runs on it.`,
    );
  const { rows } = await client.query<
    Omit<State, 'tables' | 'migrations' | 'createdAt'> & { at: Date }
  >(
    `select coalesce($1::timestamptz, now()) as at, current_setting('server_version') as postgres,
       (select position || ':' || encode(hash, 'hex') from audit_heads where id = 1 and position > 0) as "auditHead"`,
    [options.now],
  );
  const [state] = rows;
  if (state === undefined) throw new Error('a row was expected');
  const { at, postgres, auditHead } = state;
  return {
    createdAt: at.toISOString(),
    postgres,
    migrations: applied,
    auditHead,
    tables: tablesOf(migrations),
  };
}

async function readApplied(client: pg.Client): Promise<string[]> {
  const { rows: found } = await client.query<{ exists: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as exists`,
  );
  const { rows } = found[0]?.exists
    ? await client.query<{ name: string }>(
        `select migration_name as name from _prisma_migrations
          where finished_at is not null and ${NOT_ROLLED_BACK} order by migration_name collate "C"`,
      )
    : { rows: [] };
  if (rows.length === 0)
    throw new StartError(
      'There is nothing to back up: this database has no tables of this program. Check DATABASE_URL and DATA_DIR.',
    );
  return rows.map(({ name }) => name);
}
