import type { ReadinessReport } from '../app.ts';
import type { Database } from '../database/database.ts';
import { asExpected } from '../database/errors.ts';
import { pendingMigrations } from '../database/migrate.ts';
import { UnavailableError } from '../errors.ts';

/**
 * Further checks by name: `ok`, or what an operator should look at. They are shown and never make the
 * service unready: no other process would do better with a row that cannot be written.
 */
export type Notices = Readonly<Record<string, () => string>>;

/** Says whether traffic may come: the database answers, and has every migration of this program. */
export function readiness(
  { rows }: Pick<Database, 'rows'>,
  migrations: readonly string[],
  notices: Notices = {},
): () => Promise<ReadinessReport> {
  const noticed = () =>
    Object.fromEntries(Object.entries(notices).map(([name, look]) => [name, look()]));
  return async () => {
    try {
      const pending = await pendingMigrations(rows, migrations);
      const state = pending.length === 0 ? 'ok' : `not applied: ${pending.join(', ')}`;
      const checks = { database: 'ok', migrations: state, ...noticed() };
      return { ready: pending.length === 0, checks };
    } catch (error) {
      if (!(asExpected(error) instanceof UnavailableError)) throw error;
      const checks = { database: 'does not answer', migrations: 'unknown', ...noticed() };
      return { ready: false, checks };
    }
  };
}
