import type { Rows } from '../../data/database.ts';
import { listMissing, missingObjects, readTables } from '../../data/migrations/expected-tables.ts';
import { fail, type InstallationCheck, ok } from './check.ts';

const NAME = 'schema';

/** Whether the database still has what the migrations made, where all of them are applied. */
export async function checkSchema(rows: Rows): Promise<InstallationCheck> {
  const missing = await missingObjects(rows, await readTables());
  if (missing.length === 0) return ok(NAME, 'All tables and columns are there, and may be used.');
  return fail(
    NAME,
    `Missing: ${listMissing(missing)}.`,
    'Undo what was changed in the database, or restore a backup: docs/backup.md.',
  );
}
