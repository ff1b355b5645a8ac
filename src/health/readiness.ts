import type { ReadinessReport } from '../app.ts';
import type { Database } from '../database/database.ts';
import { asExpected } from '../database/errors.ts';
import { pendingMigrations } from '../database/migrate.ts';
import { UnavailableError } from '../errors.ts';

/** Says whether traffic may come: the database answers, and has every migration of this program. */
export function readiness(
  { rows }: Database,
  migrations: readonly string[],
): () => Promise<ReadinessReport> {
  return async () => {
    try {
      const pending = await pendingMigrations(rows, migrations);
      const state = pending.length === 0 ? 'ok' : `not applied: ${pending.join(', ')}`;
      return { ready: pending.length === 0, checks: { database: 'ok', migrations: state } };
    } catch (error) {
      if (!(asExpected(error) instanceof UnavailableError)) throw error;
      return { ready: false, checks: { database: 'does not answer', migrations: 'unknown' } };
    }
  };
}
