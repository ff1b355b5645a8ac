import { ownText } from './own-text.ts';

// The one list of names that say "secret" in free-form data. Two kinds are told apart:
// - a webhook's: the names on the path to it contain, taken together, a word of each of two lists, in
//   any case and with any separators: `webhook_secret`, `webhookSecret`, `WEBHOOK-SECRET`,
//   `webhook: {token}`, `hooks: [{signing_key}]`, `secrets: {webhook}`. `whsec` means both.
// - a credential of whatever: its own name ends in words such as `password` or `API_KEY`.

const HOOK_WORDS = ['hook', 'whsec'];
const SECRET_WORDS = [
  'secret',
  'signingkey',
  'signaturekey',
  'hookkey',
  'sharedkey',
  'salt',
  'hmac',
  'whsec',
  'token',
  'password',
  'passwd',
  'passphrase',
  'credential',
  'apikey',
  'privatekey',
  'bearer',
  'authorization',
  'authheader',
];
const CREDENTIAL_ENDS = [
  'password',
  'passwd',
  'passphrase',
  'apikey',
  'apitoken',
  'secret',
  'secretkey',
  'privatekey',
  'accesskey',
  'signingkey',
  'hmackey',
  'authtoken',
  'authheader',
  'bearertoken',
  'admintoken',
  'bottoken',
  'servicetoken',
  'authorization',
  'credential',
];
/** Alone these say it too; with other words before them, they may well be something else (`page_token`). */
const CREDENTIAL_NAMES = ['token', 'secret'];

/** What a name, or the names on a path, say about a value: flags. */
export type SecretHints = number;
const HOOK = 1;
const SECRET = 2;
const CREDENTIAL = 4;

const KNOWN = new Map<string, SecretHints>();
const MOST_KNOWN = 5_000;
const MOST_LENGTH = 100;

/**
 * The same names come again and again: reading a name is done once. Names that somebody makes up take the
 * place of those for a moment only.
 */
export function hintsOf(name: string): SecretHints {
  const known = KNOWN.get(name);
  if (known !== undefined) return known;
  const hints = readHints(name);
  if (name.length > MOST_LENGTH) return hints;
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(ownText(name), hints);
  return hints;
}

/** Whether it is about a webhook, by its name or by those that it stands below. */
export function isOfHook(hints: SecretHints): boolean {
  return (hints & HOOK) !== 0;
}

/** Whether what has these names is the secret of a webhook. */
export function isHookSecret(hints: SecretHints): boolean {
  return (hints & HOOK) !== 0 && (hints & SECRET) !== 0;
}

/** Whether a text with these names is a credential of whatever. */
export function isCredential(hints: SecretHints): boolean {
  return (hints & CREDENTIAL) !== 0;
}

/** Whether more than names at the top have to be looked at. */
export function isHookOrSecret(hints: SecretHints): boolean {
  return (hints & (HOOK | SECRET)) !== 0;
}

export function allHints(one: SecretHints, other: SecretHints): SecretHints {
  return one | other;
}

const ASCII = /^\p{ASCII}*$/u;
const HOOK_WORD = new RegExp(HOOK_WORDS.join('|'));
const SECRET_WORD = new RegExp(SECRET_WORDS.join('|'));
const ALL_WORDS = [
  ...HOOK_WORDS,
  ...SECRET_WORDS,
  ...CREDENTIAL_ENDS,
  ...CREDENTIAL_NAMES,
  'auth$',
];
/** Nearly all names have none of the words, and nothing more is asked of them. */
const ANY_WORD = new RegExp(
  ALL_WORDS.filter(
    (word) => !ALL_WORDS.some((other) => other !== word && word.includes(other)),
  ).join('|'),
);

function readHints(name: string): SecretHints {
  const plain = (ASCII.test(name) ? name : name.normalize('NFKC'))
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  if (!ANY_WORD.test(plain)) return 0;
  const isSecret = SECRET_WORD.test(plain) || plain.endsWith('auth');
  return (
    (HOOK_WORD.test(plain) ? HOOK : 0) |
    (isSecret ? SECRET : 0) |
    (namesCredential(plain) ? CREDENTIAL : 0)
  );
}

/** Also in the plural, and numbered. */
function namesCredential(plain: string): boolean {
  const singular = withoutNumber(plain).replace(/s$/, '');
  return (
    CREDENTIAL_NAMES.includes(singular) || CREDENTIAL_ENDS.some((end) => singular.endsWith(end))
  );
}

function withoutNumber(name: string): string {
  let end = name.length;
  while (end > 0 && '0123456789'.includes(name.charAt(end - 1))) end -= 1;
  return name.slice(0, end);
}

// What may stand between two letters of a word in JSON; escapes for blanks have a letter of their own.
const BETWEEN = String.raw`(?:\\[bfnrt]|[^a-z0-9])*`;
const WORDS = [...HOOK_WORDS, ...CREDENTIAL_ENDS, ...CREDENTIAL_NAMES];

/** What every JSON text matches in which a name says it, in any case, here and in PostgreSQL. */
export const NAME_SPELLINGS: readonly string[] = WORDS.map((word) => [...word].join(BETWEEN));
