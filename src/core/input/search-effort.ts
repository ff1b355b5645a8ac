/**
 * What the search for secrets may still cost, in steps of a few nanoseconds. Encodings within encodings
 * would make a megabyte take seconds: what needs more than its share is not searched any further, and
 * counts as a secret, so that nothing is stored that was not searched.
 */
export type SearchEffort = {
  left: number;
  /** Of all texts together, for those that need more than their own share. */
  spare: number;
};

/** JSON within JSON takes about ten for each character and level, and a list of escaped addresses twenty. */
export const PER_CHARACTER = 32;
const PER_TEXT = 64;
const SPARE = 20_000;

/** One for all that is searched at once. */
export function newEffort(): SearchEffort {
  return { left: 0, spare: SPARE };
}

/** Grants a text its own share. What it needs beyond that is taken from the rest. */
export function grant(effort: SearchEffort, text: string): void {
  effort.left = effort.spare + PER_TEXT + PER_CHARACTER * text.length;
}

/** After a text was searched: what it did not need of its own share, no other gets. */
export function settle(effort: SearchEffort): void {
  effort.spare = Math.max(0, Math.min(effort.spare, effort.left));
}

/** @returns whether there was enough left */
export function spend(effort: SearchEffort, steps: number): boolean {
  effort.left -= steps;
  return effort.left >= 0;
}
