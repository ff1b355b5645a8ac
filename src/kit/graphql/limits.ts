/** What one document may ask for. Beyond it, it is refused before anything is read. */
export const DOCUMENT_LIMITS = {
  /** Characters of the document; what is longer belongs into variables. */
  length: 131_072,
  lines: 5_000,
  /** Counted by the parser, which would overflow its stack on a deep enough document. */
  tokens: 1_000,
  depth: 12,
  aliases: 30,
  rootFields: 20,
  directivesPerField: 5,
  /** Fields, with fragments spread out. */
  fields: 1_000,
  /** What the answer may cost: see cost.ts. */
  cost: 20_000,
  /** Errors that a refused document gets listed. */
  errors: 5,
} as const;

/** What a subscription holds as long as its stream is open. */
export const STREAM_LIMITS = {
  /** Characters of the variables that its document declares, as JSON. */
  variables: 16_384,
} as const;

/** What a request without a key may ask for: there is little that such a caller can read. */
export const LIMITS_WITHOUT_KEY = {
  /** Characters of the body. */
  length: 16_384,
  fields: 300,
} as const;

/** To compile a larger document would hold up everybody else, and take more memory than it is worth. */
export const MOST_COMPILED_FIELDS = 250;
