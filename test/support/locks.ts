import sql from 'sql-template-tag';
import type { PlainDatabase } from '../../src/data/database.ts';

/** Comes back once some statement waits for a row that another transaction holds. */
export async function untilSomebodyWaits({ rows }: PlainDatabase): Promise<void> {
  for (;;) {
    const waiting = await rows(
      sql`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
  }
}
