import { formOf, GENERATED_PATTERN, withoutKeys } from './key-forms.ts';

/** What keys of this service, and of older versions of the platform, have behind their prefix. */
const BEHIND_PREFIX = /_[a-z]{1,40}_[0-9A-Za-z]{32,40}/g;
const LONGEST_PREFIX = 10;
const WORD = '[0-9A-Za-z]';
/** With the end of a prefix. */
const OURS = new RegExp(`^_[a-z]+_${WORD}{38}`);
const GENERATED = new RegExp(GENERATED_PATTERN);
const OLDER = new RegExp(`^_[a-z]+_${WORD}{32}(?:${WORD}{8}|(?!${WORD}{6}))`);

/** Wherever they stand: also behind a letter, where the prefix may begin at any sign before it. */
export function holdsApiKey(text: string): boolean {
  for (const { 0: rest, index } of text.matchAll(BEHIND_PREFIX))
    if (isOfOlderKey(text, rest, index) || isOfOurKey(text, rest, index)) return true;
  return GENERATED.test(text);
}

/** The text without the keys that stand in it, and as it is where only something like a key does. */
export function withoutOwnKeys(text: string): string {
  return text.includes('_') && holdsApiKey(text) ? withoutKeys(text) : text;
}

function isOfOlderKey(text: string, rest: string, index: number): boolean {
  return text.endsWith('vxa', index) && OLDER.test(rest);
}

/** The checksum counts the prefix, too. */
function isOfOurKey(text: string, rest: string, index: number): boolean {
  const own = OURS.exec(rest)?.[0];
  if (own === undefined) return false;
  for (let length = 2; length <= LONGEST_PREFIX && length <= index; length += 1)
    if (formOf(text.slice(index - length, index) + own) === 'OURS') return true;
  return false;
}
