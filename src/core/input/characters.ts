/** One character of a text, be it one code unit or two. */
export type Character = string;

/** The characters that are not allowed, in quotes and each once; null when all are. */
export function unexpectedCharacters(text: string, allowed: RegExp): string | null {
  const found = [...new Set(text)].filter((character) => !allowed.test(character));
  return found.length === 0 ? null : found.sort().map(displayed).join(', ');
}

/**
 * Letters, numbers, punctuation and symbols are safe, and marks where they have something to stand on.
 * Blanks, control and format characters and those that are not assigned are not: they change how the
 * text around them is read.
 * @returns what is wrong, or null
 */
export function unsafeCharacter(text: string): string | null {
  const first = /^\p{M}/u.exec(text)?.[0];
  const unsafe = [...(first ?? ''), ...(text.match(/[\p{Z}\p{C}]/gu) ?? [])];
  if (unsafe.length === 0) return null;
  const all = [...new Set(unsafe)].sort().map(displayed).join(', ');
  return `The email address contains unsafe characters: ${all}.`;
}

/** A character that can be seen stands in quotes; any other is named by its number. */
function displayed(character: Character): string {
  if (character === ' ') return 'SPACE';
  if (/[\p{L}\p{N}\p{P}\p{S}]/u.test(character)) {
    return character === '\\' || character === "'" ? `"${character}"` : `'${character}'`;
  }
  const number = character.codePointAt(0) ?? 0;
  return `U+${number.toString(16).toUpperCase().padStart(4, '0')}`;
}
