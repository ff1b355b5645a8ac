import type { Id } from './batches.ts';
import type { Shape } from './shape.ts';

/**
 * Half of what clients of JSON can tell apart: new rows here begin above the numbers of the source, and
 * must not run out of them.
 */
export const LAST_NUMBER: Id = String(2n ** 52n - 1n);

export const OUT_OF_RANGE = `have a number below 1 or above ${LAST_NUMBER}`;

export function isInRange(id: Id): boolean {
  return BigInt(id) > 0n && BigInt(id) <= BigInt(LAST_NUMBER);
}

const LAST_OF_TYPE: Readonly<Record<string, Id>> = { smallint: '32767', integer: '2147483647' };

/** The highest number that a row of this table can have there. What names a higher one means something else. */
export function lastNumberOf({ columns }: Shape, table: string): Id {
  const { type = '' } = columns.get(table)?.get('id') ?? {};
  return LAST_OF_TYPE[type] ?? LAST_NUMBER;
}
