// The one list of what counts as a webhook secret in free-form data. A value is one when the names on
// the path to it contain, taken together, a word of each list, in any case and with any separators:
// `webhook_secret`, `webhookSecret`, `WEBHOOK-SECRET`, `webhook: {secret}`, `hooks: [{signing_key}]`,
// `secrets: {webhook}`. `whsec` means both, also at the start of a value, where several services put it.

const HOOK_WORDS = ['hook', 'whsec'];
const SECRET_WORDS = ['secret', 'signingkey', 'hmackey', 'whsec'];

/** Which of the two lists a name, or the names on a path, contain a word of. */
export type Words = 0 | 1 | 2 | 3;
const HOOK = 1;
const SECRET = 2;
/** Words of both lists: what has these names is a secret. */
export const BOTH: Words = 3;

const KNOWN = new Map<string, Words>();
const MOST_KNOWN = 5_000;
const MOST_LENGTH = 100;

/** The same names come again and again: reading a name is done once. */
export function wordsOf(name: string): Words {
  const known = KNOWN.get(name);
  if (known !== undefined) return known;
  const words = readWords(name);
  if (KNOWN.size < MOST_KNOWN && name.length <= MOST_LENGTH) KNOWN.set(name, words);
  return words;
}

/** Whether it is about a webhook, by its name or by those that it stands below. */
export function isOfHook(words: Words): boolean {
  return (words & HOOK) !== 0;
}

export function withWords(one: Words, other: Words): Words {
  return (one | other) as Words;
}

function readWords(name: string): Words {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  const has = (words: readonly string[]) => words.some((word) => plain.includes(word));
  return ((has(HOOK_WORDS) ? HOOK : 0) | (has(SECRET_WORDS) ? SECRET : 0)) as Words;
}

/** Whether a text is a secret by its own form, whatever it is called. */
export function isSecretText(text: string): boolean {
  return /^\s*whsec_/i.test(text);
}

// What may stand between two letters of a word in JSON; escapes for blanks have a letter of their own.
const BETWEEN = String.raw`(?:\\[bfnrt]|[^a-z0-9])*`;
const SPELLINGS = HOOK_WORDS.map((word) => [...word].join(BETWEEN));

/**
 * What every JSON text that holds a secret matches, in any case, here and in PostgreSQL. An escape, or
 * a letter of another alphabet, can stand for any letter.
 */
export const MAY_HOLD_SECRET = [...SPELLINGS, String.raw`\\u`, String.raw`[^\x01-\x7f]`].join('|');
