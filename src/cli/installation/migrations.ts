import type pg from 'pg';
import { StartError } from '../../core/start-error.ts';
import { migrationsDirectory, readMigrations } from '../../data/migrations/migration-files.ts';
import { plannedMigrations } from '../../data/migrations/migration-history.ts';
import { fail, type InstallationCheck, ok, refusedStart, warn } from './check.ts';

type Migrated = { readonly check: InstallationCheck; readonly hasTables: boolean };

const NAME = 'migrations';

/** As a start looks at them, which refuses a history that is not this program's. */
export async function checkMigrations(client: pg.Client): Promise<Migrated> {
  try {
    const known = await readMigrations(migrationsDirectory());
    const missing = await plannedMigrations(client, known);
    if (missing === null) return { check: await checkFirstStart(client), hasTables: false };
    return { check: verdictOn(missing.length), hasTables: missing.length === 0 };
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return { check: refusedStart(NAME, error), hasTables: false };
  }
}

/** Of a schema that is missing, the first start becomes the owner. */
async function checkFirstStart(client: pg.Client): Promise<InstallationCheck> {
  const { rows } = await client.query<{ readonly canCreate: boolean }>(
    `select coalesce(has_schema_privilege(current_schema(), 'create'), true) as "canCreate"`,
  );
  if (rows[0]?.canCreate === true) return ok(NAME, 'The first start creates the tables.');
  return fail(
    NAME,
    'The first start cannot create the tables.',
    'Give the role the right to do so, or migrate with another role (`latchkey migrate`).',
  );
}

function verdictOn(missing: number): InstallationCheck {
  if (missing === 0) return ok(NAME, 'All are applied.');
  return warn(
    NAME,
    `${missing} are not applied.`,
    'The next start applies them, or `latchkey migrate`. Back up first.',
  );
}
