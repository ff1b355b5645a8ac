import sql, { type Sql } from 'sql-template-tag';

/**
 * The time that rules go by. `null` means the database's own clock, which is one for all processes
 * and does not jump with a host's; tests put theirs in.
 */
export type Clock = () => Date | null;

export const databaseClock: Clock = () => null;

/** "Now" inside a statement. */
export function nowSql(clock: Clock): Sql {
  return sql`coalesce(${clock()}::timestamptz, now())`;
}

/** So many days ago. What is older is past its retention. */
export function daysAgoSql(clock: Clock, days: number | Sql): Sql {
  return sql`((${nowSql(clock)}) - make_interval(days => ${days}::int))::timestamptz(3)`;
}
