import type pg from 'pg';
import sql from 'sql-template-tag';
import { StartError } from '../../core/start-error.ts';
import type { Rows } from '../database.ts';

// A restore commits all rows of the backup, and then repeats what happened after it, which takes minutes where persons
// are erased. Until that is done, the database has one more table, created with the rows. It is part of no migration: a
// backup of an earlier version is loaded before the later ones are applied.

export type UnfinishedRestore = {
  /** The time of the backup. */
  readonly backupOf: string;
  /** The digest of its manifest. */
  readonly digest: string;
  /** The last event of the audit export; null without one. */
  readonly exportHead: string | null;
  /** How many keys and users it ended with the rows; null without an export. */
  readonly ended: { readonly keys: number; readonly users: number } | null;
};

/** In the transaction of the rows. */
export async function markUnfinished(rows: Rows, restore: UnfinishedRestore): Promise<void> {
  await rows(sql`create table unfinished_restore (restore jsonb not null)`);
  await rows(sql`insert into unfinished_restore values (${JSON.stringify(restore)}::jsonb)`);
}

/** In the transaction of the last thing that the restore does. */
export async function markFinished(rows: Rows): Promise<void> {
  await rows(sql`drop table unfinished_restore`);
}

export async function findUnfinished(client: pg.Client): Promise<UnfinishedRestore | null> {
  const { rows: tables } = await client.query<{ readonly exists: boolean }>(
    `select to_regclass('unfinished_restore') is not null as exists`,
  );
  if (tables[0]?.exists !== true) return null;
  const { rows: found } = await client.query<{ readonly restore: UnfinishedRestore }>(
    'select restore from unfinished_restore',
  );
  return found[0]?.restore ?? null;
}

/** @throws StartError while persons may still have to be erased, and legal holds to be placed */
export async function refuseUnfinishedRestore(client: pg.Client): Promise<void> {
  const unfinished = await findUnfinished(client);
  if (unfinished === null) return;
  throw new StartError(
    `The restore of the backup of ${unfinished.backupOf} into this database is not finished: erasures, deletions and legal holds from after the backup may be missing. Wait for it if it is running; if it was interrupted, run the same \`latchkey restore\` again, with the same backup and the same audit export.`,
  );
}
