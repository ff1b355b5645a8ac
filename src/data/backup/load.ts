import { join } from 'node:path';
import pg from 'pg';
import { StartError } from '../../core/start-error.ts';
import type { Rows } from '../database.ts';
import { asMigrator } from '../migrations/migrate.ts';
import {
  type Migration,
  migrationsDirectory,
  readMigrations,
} from '../migrations/migration-files.ts';
import { createHistory, recordMigration } from '../migrations/migration-history.ts';
import { findUnfinished, type UnfinishedRestore } from '../migrations/unfinished-restore.ts';
import { OWN_SCHEMA } from '../schema.ts';
import { columnsOf } from './columns.ts';
import { copyIn } from './copy.ts';
import { checkFiles, readCompressed } from './files.ts';
import type { BackedUpTable, BackupManifest } from './manifest.ts';
import { clientRows } from './rows.ts';
import { raiseSequences } from './sequences.ts';

export type LoadOptions = {
  /** Of the server itself, past a pooler. */
  readonly url: string;
  readonly folder: string;
  readonly manifest: BackupManifest;
  /** What else belongs in the transaction. */
  readonly finish: (rows: Rows) => Promise<void>;
};

/**
 * Fills an empty database from a backup, in one transaction: with the tables as they were then, so that
 * migrations which came later change these rows as they would have changed them there.
 * @returns the restore that an earlier call did this for, and that was not finished; null for none
 * @throws StartError for a damaged backup, a later program's, or a database that is not empty
 */
export async function loadBackup(options: LoadOptions): Promise<UnfinishedRestore | null> {
  const { url, folder, manifest } = options;
  const migrations = await knownMigrations(manifest);
  await checkFiles(folder, manifest.tables);
  return await asMigrator(url, {}, async (client) => {
    const unfinished = await findUnfinished(client);
    if (unfinished === null) await fill(client, migrations, options);
    return unfinished;
  });
}

/** @throws StartError for a database that is not empty, unless a restore into it was interrupted */
export async function refuseFilledDatabase(url: string): Promise<void> {
  await asMigrator(url, {}, async (client) => {
    if ((await findUnfinished(client)) === null) await refuseFilled(client);
  });
}

async function fill(
  client: pg.Client,
  migrations: readonly Migration[],
  { folder, manifest, finish }: LoadOptions,
): Promise<void> {
  await refuseFilled(client);
  await client.query('begin');
  await createHistory(client);
  for (const migration of migrations) {
    await client.query(migration.sql);
    await recordMigration(client, migration);
  }
  await withoutRules(client, manifest.tables, async () => {
    for (const table of manifest.tables) await loadTable(client, folder, table);
  });
  await raiseSequences(client, manifest.sequences);
  await forgetTransactions(client, manifest);
  await finish(clientRows(client));
  await client.query('analyze');
  await client.query('commit');
}

async function knownMigrations({
  migrations,
  version,
}: BackupManifest): Promise<readonly Migration[]> {
  const known = new Map(
    (await readMigrations(migrationsDirectory())).map((migration) => [migration.name, migration]),
  );
  return migrations.map((name) => {
    const migration = known.get(name);
    if (migration !== undefined) return migration;
    throw new StartError(
      `This backup is of a later version, ${version}: it has migration ${name}. Restore it with that version, or a later one.`,
    );
  });
}

async function refuseFilled(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ tables: number }>(
    `select count(*)::int as tables from pg_class c
      where c.relnamespace = ${OWN_SCHEMA} and c.relkind in ('r', 'p', 'f')
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`,
  );
  const tables = rows[0]?.tables ?? 0;
  if (tables === 0) return;
  throw new StartError(
    `The database to restore into is not empty: it has ${tables} tables. Restore into a new database (--into or DATABASE_URL), or with DATA_DIR set to a new folder.`,
  );
}

/** The numbers of transactions on the server that the rows come from mean others here, or none. */
async function forgetTransactions(client: pg.Client, { tables }: BackupManifest): Promise<void> {
  if (tables.some(({ name }) => name === 'summary_days'))
    await client.query('update summary_days set settled_after = null');
}

type ForeignKey = { readonly of: string; readonly name: string; readonly definition: string };

/**
 * Rows are stored as they were: no trigger computes anything, and references are checked once, for all
 * rows, when the foreign keys are made again. It takes no right but that of the tables' owner.
 */
async function withoutRules(
  client: pg.Client,
  tables: readonly BackedUpTable[],
  load: () => Promise<void>,
): Promise<void> {
  const names = tables.map(({ name }) => pg.escapeIdentifier(name));
  const { rows: keys } = await client.query<ForeignKey>(
    `select conrelid::regclass::text as of, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
       from pg_constraint where contype = 'f' and connamespace = ${OWN_SCHEMA} and conparentid = 0`,
  );
  for (const { of, name } of keys) await client.query(`alter table ${of} drop constraint ${name}`);
  for (const name of names) await client.query(`alter table ${name} disable trigger user`);
  // Some migrations put rows in.
  await client.query(`truncate ${names.join(', ')}`);
  await load();
  for (const name of names) await client.query(`alter table ${name} enable trigger user`);
  for (const { of, name, definition } of keys)
    await client.query(`alter table ${of} add constraint ${name} ${definition}`);
}

async function loadTable(
  client: pg.Client,
  folder: string,
  { name, columns, file, rows }: BackedUpTable,
): Promise<void> {
  const statement = `copy ${columnsOf({ name, columns })} from stdin`;
  const loaded = await copyIn(client, statement, readCompressed(join(folder, file)));
  if (loaded !== rows)
    throw new StartError(
      `${join(folder, file)} has ${loaded} rows instead of ${rows}: use another backup.`,
    );
}
