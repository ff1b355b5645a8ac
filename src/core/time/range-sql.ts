import sql, { type Sql } from 'sql-template-tag';
import type { TimeRange } from './range.ts';

/** Whether a moment lies in the range; always, without one. */
export function inTimeRange(column: Sql, range: TimeRange | null): Sql {
  return range === null
    ? sql`true`
    : sql`${column} >= ${range.start}::timestamptz and ${column} < ${range.end}::timestamptz`;
}
