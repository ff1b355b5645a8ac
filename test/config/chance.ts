import { createHash } from 'node:crypto';

const BLOCK_BYTES = 65_536;

export type Chance = {
  readonly bytes: (length: number) => Buffer;
  /** From 0 to one less than the limit. */
  readonly number: (limit: number) => number;
  readonly text: (alphabet: string, length: number) => string;
};

/**
 * Random, and the same in each run. Among millions of random secrets, one looks by chance like what is refused: that
 * must not fail a test now and then.
 */
export function chance(seed: string): Chance {
  let count = 0;
  let block = Buffer.alloc(0);
  let used = 0;

  function bytes(length: number): Buffer {
    if (used + length > block.length) {
      count += 1;
      block = createHash('shake256', { outputLength: BLOCK_BYTES })
        .update(`${seed} ${count}`)
        .digest();
      used = 0;
    }
    used += length;
    return block.subarray(used - length, used);
  }

  const number = (limit: number) => bytes(4).readUInt32LE() % limit;
  return {
    bytes,
    number,
    text: (alphabet, length) =>
      Array.from({ length }, () => alphabet.charAt(number(alphabet.length))).join(''),
  };
}
