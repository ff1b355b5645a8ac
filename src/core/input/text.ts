/** The longest text that any input may hold, where no narrower limit applies. */
const MAX_TEXT_LENGTH = 65_536;

const NUL = String.fromCharCode(0);

/**
 * The one rule for text at every boundary: what PostgreSQL cannot store, or could only store
 * changed, is refused before a statement is made.
 * @returns what is wrong, or null
 */
export function textProblem(text: string): string | null {
  if (text.includes(NUL)) return 'must not contain the NUL character (U+0000)';
  if (!text.isWellFormed()) return 'must be well-formed Unicode (it has half of a surrogate pair)';
  if (text.length > MAX_TEXT_LENGTH) return `must have at most ${MAX_TEXT_LENGTH} characters`;
  return null;
}
