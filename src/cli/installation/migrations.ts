import type pg from 'pg';
import { migrationsDirectory, readMigrations } from '../../data/migrations/migration-files.ts';
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
  const { rows: applied } = await client.query<{ name: string }>(
    `select migration_name as name from _prisma_migrations
      where finished_at is not null and rolled_back_at is null`,
  );
  const names = new Set(applied.map(({ name }) => name));
  const unknown = [...names].filter((name) => !known.includes(name));
  const missing = known.filter((name) => !names.has(name));
  return { check: verdictOn(unknown, missing), hasTables: missing.length === 0 };
}

function verdictOn(unknown: readonly string[], missing: readonly string[]): Check {
  if (unknown.length > 0)
    return fail(
      NAME,
      `The database is newer than this program: it has ${unknown.toSorted().at(-1)}.`,
      'Start the version that applied it, or a later one.',
    );
  if (missing.length === 0) return ok(NAME, 'All are applied.');
  return warn(
    NAME,
    `${missing.length} are not applied.`,
    'The next start applies them, or `latchkey migrate`. Back up first.',
  );
}
