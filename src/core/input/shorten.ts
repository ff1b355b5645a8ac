import { ownText } from '../own-text.ts';

/** The longest error text that is processed or sent. Texts of callers can be in it, of any length. */
const MAX_ERROR_LENGTH = 300;

/** Cuts an error text before anything else looks at it. */
export function shortenError(text: string): string {
  return shortened(text, MAX_ERROR_LENGTH);
}

/** A text of at most so many characters; where it was longer, it ends with an ellipsis. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  // Half of a surrogate pair at the cut is no text.
  return ownText(`${text.slice(0, most - 1).toWellFormed()}…`);
}
