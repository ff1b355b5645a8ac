/** The same numbers for the same seed. */
export function numbers(seed: number) {
  let state = seed * 2_654_435_761;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (most: number) => Math.floor(next() * most);
  return {
    /** A whole number from 0, below `most`. */
    upTo,
    oneOf: <Value>(values: readonly Value[]): Value => values[upTo(values.length)] as Value,
  };
}
