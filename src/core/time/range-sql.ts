import sql, { type Sql } from 'sql-template-tag';
import type { Range } from './range.ts';

/** Whether a moment lies in the range; always, without one. */
export function within(column: Sql, range: Range | null): Sql {
  return range === null
    ? sql`true`
    : sql`${column} >= ${range.start}::timestamptz and ${column} < ${range.end}::timestamptz`;
}
