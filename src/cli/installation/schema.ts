import type { Rows } from '../../data/database.ts';
import { missingFrom, readObjects } from '../../data/migrations/expected-objects.ts';
import { listMissing, missingObjects, readTables } from '../../data/migrations/expected-tables.ts';
import { fail, type InstallationCheck, ok } from './check.ts';

const NAME = 'schema';
const RESTORE = 'or restore a backup: docs/backup.md.';

/** Whether the database still has what the migrations made, where all of them are applied. */
export async function checkSchema(rows: Rows): Promise<InstallationCheck> {
  const missing = await missingObjects(rows, await readTables());
  if (missing.length > 0)
    return fail(
      NAME,
      `Missing: ${listMissing(missing)}.`,
      `Undo what was changed in the database, ${RESTORE}`,
    );
  const idle = await missingFrom(rows, await readObjects());
  if (idle.length === 0) return ok(NAME, 'All that the migrations made is there, and may be used.');
  return fail(
    NAME,
    `Missing or disabled: ${listMissing(idle)}.`,
    `Enable or create what is named, ${RESTORE} Afterwards run \`latchkey analytics rebuild\`: figures may have missed changes.`,
  );
}
