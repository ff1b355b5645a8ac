import sql from 'sql-template-tag';
import type { ReadinessReport } from '../app.ts';
import type { Database } from '../database/database.ts';
import { asUnavailable } from '../database/errors.ts';
import { UnavailableError } from '../errors.ts';

/** Says whether traffic may come: the database answers, and has every migration of this program. */
export function readiness(db: Database, migrations: readonly string[]): () => Promise<ReadinessReport> {
  return async () => {
    try {
      const missing = await missingMigrations(db, migrations);
      const state = missing.length === 0 ? 'ok' : `not applied: ${missing.join(', ')}`;
      return { ready: missing.length === 0, checks: { database: 'ok', migrations: state } };
    } catch (error) {
      if (!(asUnavailable(error) instanceof UnavailableError)) throw error;
      return { ready: false, checks: { database: 'does not answer', migrations: 'unknown' } };
    }
  };
}

async function missingMigrations(db: Database, migrations: readonly string[]): Promise<string[]> {
  const applied = await db.rows<{ migration_name: string }>(sql`
    select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null`);
  const names = new Set(applied.map(({ migration_name }) => migration_name));
  return migrations.filter((name) => !names.has(name));
}
