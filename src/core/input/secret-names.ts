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
/** Words that mean much else: they count at the end of a webhook's name, and alone below one. */
const WEAK_WORDS = ['key', 'pass', 'pw', 'pwd'];
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
  'accesstoken',
  'refreshtoken',
  'sessiontoken',
  'sessioncookie',
  'authcookie',
  'setcookie',
  'authheader',
  'bearertoken',
  'admintoken',
  'bottoken',
  'servicetoken',
  'authorization',
  'credential',
];
/** Alone these say it too; with other words before them, they may well be something else (`page_token`). */
const CREDENTIAL_NAMES = ['token', 'secret', 'cookie'];

/** What a name, or the names on a path, say about a value: flags. */
export type SecretHints = number;
const HOOK = 1;
const SECRET = 2;
const CREDENTIAL = 4;
/** A secret where the names above it are about a webhook. */
const WEAK = 8;
/** A credential whose name is a common word as well. */
const BARE = 16;

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

/** Whether it is one even where names are common words: among headings, or other texts. */
export function isPlainlySecret(hints: SecretHints): boolean {
  return isHookSecret(hints) || ((hints & CREDENTIAL) !== 0 && (hints & BARE) === 0);
}

/** Whether more than names at the top have to be looked at. */
export function isHookOrSecret(hints: SecretHints): boolean {
  return (hints & (HOOK | SECRET)) !== 0;
}

/** @param above what the names above it say */
export function allHints(above: SecretHints, own: SecretHints): SecretHints {
  const isWeakSecret = (above & HOOK) !== 0 && (own & WEAK) !== 0;
  return above | (own & ~WEAK) | (isWeakSecret ? SECRET : 0);
}

const ASCII = /^\p{ASCII}*$/u;
const HOOK_WORD = new RegExp(HOOK_WORDS.join('|'));
const SECRET_WORD = new RegExp(
  [...SECRET_WORDS, 'auth$', `hook(?:${WEAK_WORDS.join('|')})s?\\d*$`].join('|'),
);
/** Also in the plural, and numbered. */
const CREDENTIAL_END = new RegExp(
  `(?:${CREDENTIAL_ENDS.join('|')})s?\\d*$|^(?:${CREDENTIAL_NAMES.join('|')})s?\\d*$`,
);
const WEAK_NAME = new RegExp(`^(?:${WEAK_WORDS.join('|')})s?\\d*$`);
const BARE_NAME = new RegExp(`^(?:${CREDENTIAL_NAMES.join('|')})s?\\d*$`);

/** Words of which a shorter one is part of are told by that one. */
function shortest(words: readonly string[]): string[] {
  return words.filter((word) => !words.some((other) => other !== word && word.includes(other)));
}

const TELLING = shortest([
  ...new Set([
    ...HOOK_WORDS,
    ...SECRET_WORDS,
    ...CREDENTIAL_ENDS,
    ...CREDENTIAL_NAMES,
    ...WEAK_WORDS,
    'auth',
  ]),
]);
const APART = '[^a-z0-9]*';
/** Nearly all names have none of the words, and nothing more is asked of them. */
const ANY_WORD = new RegExp(TELLING.map((word) => [...word].join(APART)).join('|'), 'i');

/** What a name says by itself. Remembers none: names come from clients, by the thousand. */
export function hintsOf(name: string): SecretHints {
  const plain = ASCII.test(name) ? name : name.normalize('NFKC');
  return ANY_WORD.test(plain) ? readHints(plain.toLowerCase().replace(/[^a-z0-9]/g, '')) : 0;
}

function readHints(plain: string): SecretHints {
  return (
    (HOOK_WORD.test(plain) ? HOOK : 0) |
    (SECRET_WORD.test(plain) ? SECRET : 0) |
    (CREDENTIAL_END.test(plain) ? CREDENTIAL : 0) |
    (WEAK_NAME.test(plain) ? WEAK : 0) |
    (BARE_NAME.test(plain) ? BARE : 0)
  );
}

/**
 * Finds in a text what may be the name of a secret: the shortest words, whose letters may have one sign
 * between each two.
 */
export const NAME_IN_TEXT: string = shortest([
  ...new Set([...SECRET_WORDS, ...CREDENTIAL_ENDS, ...CREDENTIAL_NAMES]),
])
  .map((word) => [...word].join('[._:-]?'))
  .join('|');

// What may stand between two letters of a word in JSON.
const BETWEEN = '[^a-z0-9]*';
/**
 * Escapes for blanks have a letter of their own. That letter can begin a word as well, for which only
 * PostgreSQL finds both ways at once: here, escapes are removed before.
 */
const BETWEEN_IN_POSTGRES = String.raw`(?:\\[bfnrt]|[^a-z0-9])*`;
const WORDS = shortest([...HOOK_WORDS, ...CREDENTIAL_ENDS, ...CREDENTIAL_NAMES]);

function spellings(between: string): readonly string[] {
  return WORDS.map((word) => [...word].join(between));
}

/** What every JSON text matches, but for escapes, in which a name says it, in any case. */
export const NAME_SPELLINGS = spellings(BETWEEN);
/** The same in PostgreSQL, with escapes. */
export const NAME_SPELLINGS_IN_POSTGRES = spellings(BETWEEN_IN_POSTGRES);
