/** What one document may ask for. Beyond it, it is refused before anything is read. */
export const LIMITS = {
  /** Counted by the parser, which would overflow its stack on a deep enough document. */
  tokens: 1_000,
  depth: 12,
  aliases: 30,
  rootFields: 20,
  directivesPerField: 5,
  /** Fields, with fragments spread out. */
  fields: 1_000,
  /** Objects that the answer may hold at most. */
  cost: 20_000,
  /** Errors that a refused document gets listed. */
  errors: 5,
} as const;
