import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';

/** Drops the counts of minutes that are over. */
export async function forgetLimits(rows: Rows): Promise<void> {
  await rows(sql`delete from rate_limits where expire < ${Date.now()}`);
}
