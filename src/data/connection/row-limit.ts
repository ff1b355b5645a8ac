import { ResultTooLargeError } from './result-bytes.ts';

/** As many objects as a GraphQL answer may cost. */
const MOST_ROWS = 20_000;

/** What lists below several parents read at most, as callers may have made them long: one row more than there may be. */
export const ROWS_READ = MOST_ROWS + 1;

/** @throws ResultTooLargeError */
export function withinRowLimit<Row>(found: Row[]): Row[] {
  if (found.length > MOST_ROWS) throw new ResultTooLargeError([], `${MOST_ROWS} rows of one list`);
  return found;
}
