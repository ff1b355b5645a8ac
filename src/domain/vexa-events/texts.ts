import { withoutSecretText } from '../../core/input/secret-texts.ts';
import { shortened } from '../../core/input/shorten.ts';

// What an event says in words besides its end: nothing of it is worth losing the end for.

/** As it can be stored, without secrets; null for what is no text, or blank. */
export function tidyText(value: unknown, most: number): string | null {
  if (typeof value !== 'string') return null;
  const text = shortened(value.replaceAll(NUL, '').toWellFormed(), most);
  return text.trim() === '' ? null : withoutSecretText(text);
}

const NUL = String.fromCharCode(0);
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/g;

/** The same on one line. */
export function tidyLine(value: unknown, most: number): string | null {
  return typeof value === 'string' ? tidyText(value.replace(CONTROL, ' '), most) : null;
}
