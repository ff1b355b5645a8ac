import { InvalidInputError } from '../../core/errors.ts';
import { MAX_RESULT_BYTES, ResultTooLargeError } from '../connection/result-bytes.ts';
import type { Slice } from './page.ts';

/**
 * Names the argument to make smaller, and a number that would do, for a page whose rows hold too much.
 * A shorter page is no answer: clients go on by the number that they asked for, or take it for the end.
 */
export async function orTooLarge<Result>(
  { limit, offset, backwards }: Pick<Slice, 'limit' | 'offset' | 'backwards'>,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ResultTooLargeError)) throw error;
    const cursorName = backwards ? 'last' : 'first';
    const name = offset === undefined ? cursorName : 'limit';
    throw pageTooLarge(error, name, limit);
  }
}

/** Somewhat more rows are read than a page has: where only those were too much, the page is there. */
export function enoughOf<Row>(limit: number): (error: unknown) => Row[] {
  return (error) => {
    if (!(error instanceof ResultTooLargeError) || error.rows.length <= limit) throw error;
    return error.rows as Row[];
  };
}

function pageTooLarge({ rows }: ResultTooLargeError, name: string, limit: number) {
  const what = `the rows of this page hold more than ${MAX_RESULT_BYTES} bytes of stored data`;
  // One row more is read than the page has; and several pages may have been read at once.
  const most = Math.min(rows.length - 1, limit - 1);
  const remedy = most < 1 ? 'request fewer at once' : `at most ${most} of them fit into one answer`;
  return new InvalidInputError([
    {
      path: name === 'limit' ? ['query', name] : [name],
      message: `${what}; ${remedy}`,
      type: 'value_error',
    },
  ]);
}
