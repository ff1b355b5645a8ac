import type pg from 'pg';
import { migrationsDirectory, readMigrations } from '../../data/migrations/migration-files.ts';
import { NOT_ROLLED_BACK, worksWithThisVersion } from '../../data/migrations/migration-history.ts';
import { type Check, fail, ok, warn } from './check.ts';

type Migrated = { readonly check: Check; readonly hasTables: boolean };

const NAME = 'migrations';

export async function checkMigrations(client: pg.Client): Promise<Migrated> {
  const known = (await readMigrations(migrationsDirectory())).map(({ name }) => name);
  const { rows } = await client.query<{ exists: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as exists`,
  );
  if (rows[0]?.exists !== true)
    return { check: ok(NAME, 'The first start creates the tables.'), hasTables: false };
  const { rows: applied } = await client.query<Applied>(
    `select migration_name as name, logs from _prisma_migrations
      where finished_at is not null and ${NOT_ROLLED_BACK} order by migration_name collate "C"`,
  );
  const names = new Set(applied.map(({ name }) => name));
  const unknown = applied.filter(({ name }) => !known.includes(name));
  const missing = known.filter((name) => !names.has(name));
  return { check: verdictOn(unknown, missing), hasTables: missing.length === 0 };
}

type Applied = { readonly name: string; readonly logs: string | null };

function verdictOn(unknown: readonly Applied[], missing: readonly string[]): Check {
  const newest = unknown.filter(({ logs }) => !worksWithThisVersion(logs)).at(-1);
  if (newest !== undefined)
    return fail(
      NAME,
      `The database is newer than this program: it has ${newest.name}.`,
      'Start the version that applied it, or a later one.',
    );
  if (missing.length === 0 && unknown.length > 0)
    return ok(NAME, 'All are applied. A later version applied more, with which this one works.');
  if (missing.length === 0) return ok(NAME, 'All are applied.');
  return warn(
    NAME,
    `${missing.length} are not applied.`,
    'The next start applies them, or `latchkey migrate`. Back up first.',
  );
}
