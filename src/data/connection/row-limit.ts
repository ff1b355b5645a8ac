import sql, { type Sql } from 'sql-template-tag';
import { literalLimit } from '../sql/opaque.ts';
import { ResultTooLargeError } from './result-bytes.ts';
import type { Rows } from './statements.ts';

/** As many objects as a GraphQL answer may cost. */
const MOST_ROWS = 20_000;

/**
 * For lists below several parents that callers may have made long: reads no more rows than an answer may hold.
 * @param statement without a limit of its own
 * @throws ResultTooLargeError
 */
export async function limitedRows<Row>(rows: Rows, statement: Sql): Promise<Row[]> {
  const found = await rows<Row>(sql`${statement} limit ${literalLimit(MOST_ROWS + 1)}`);
  if (found.length > MOST_ROWS) throw new ResultTooLargeError([], `${MOST_ROWS} rows of one list`);
  return found;
}
