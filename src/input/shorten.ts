/** The longest error text that is processed or sent. Texts of callers can be in it, of any length. */
const MAX_ERROR_LENGTH = 300;

/** Cuts an error text before anything else looks at it. */
export function shortenError(text: string): string {
  if (text.length <= MAX_ERROR_LENGTH) return text;
  // Half of a surrogate pair at the cut is no text.
  return `${text.slice(0, MAX_ERROR_LENGTH - 1).toWellFormed()}…`;
}
