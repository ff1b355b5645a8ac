import sql from 'sql-template-tag';
import type { Rows } from '../database.ts';

/** The time by the database's clock, for statements of Prisma, which have no `now()`. */
export async function readNow(rows: Rows): Promise<Date> {
  const [time] = await rows<{ readonly now: Date }>(sql`select now()::timestamptz(3) as now`);
  if (time === undefined) throw new Error('the database returned no time');
  return time.now;
}
