import sql, { type Sql } from 'sql-template-tag';
import type { Rows } from '../database.ts';
import { literalLimit } from '../sql/opaque.ts';
import { ResultTooLargeError } from './result-bytes.ts';

/** As many objects as a GraphQL answer may cost. */
const MOST_ROWS = 20_000;

/**
 * For lists below several parents that callers may have made long: reads no more rows than an answer may hold.
 * @param statement without a limit of its own
 * @throws ResultTooLargeError
 */
export async function limitedRows<Row>(rows: Rows, statement: Sql): Promise<Row[]> {
  return withinLimit(await rows<Row>(sql`${statement} limit ${literalLimit(ROWS_READ)}`));
}

/** One more than there may be, so that it shows. */
export const ROWS_READ = MOST_ROWS + 1;

/** @throws ResultTooLargeError */
export function withinLimit<Row>(found: Row[]): Row[] {
  if (found.length > MOST_ROWS) throw new ResultTooLargeError([], `${MOST_ROWS} rows of one list`);
  return found;
}
