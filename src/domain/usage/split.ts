import type { Sum } from './sums.ts';

/**
 * What to try instead of a batch that was refused: its halves, and at last a row without its address,
 * which is all of it that came from outside. Null where nothing is left to try.
 */
export function splitSums(sums: readonly Sum[]): readonly (readonly Sum[])[] | null {
  const [first] = sums;
  if (sums.length > 1) {
    const middle = Math.ceil(sums.length / 2);
    return [sums.slice(0, middle), sums.slice(middle)];
  }
  return first === undefined || first.lastIp === null ? null : [[{ ...first, lastIp: null }]];
}
