import { crc32 } from 'node:zlib';

export const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 32 characters of base62 hold 190 bits. */
export const RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;

// The forms, as regular expressions that every engine reads alike: scanners get them, too.
export const ANY_PREFIX = '[a-z][a-z0-9]{1,9}';
/** Of keys that older versions of the platform minted: no checksum, so only the form can be told. */
export const OLDER_PATTERN = 'vxa_[a-z]+_(?:[0-9A-Za-z]{40}|[0-9A-Za-z]{32})';
export const GENERATED_PREFIX = 'adm_';
/** 40 characters of base62 hold 238 bits. */
export const GENERATED_LENGTH = 40;
/** Of the admin key that the first start makes where the settings have none. */
export const GENERATED_PATTERN = `${GENERATED_PREFIX}[0-9A-Za-z]{${GENERATED_LENGTH}}`;

const OURS = new RegExp(`^${patternOf(ANY_PREFIX)}$`);
const OLDER = new RegExp(`^${OLDER_PATTERN}$`);
const BARE = /^[0-9A-Za-z]{40}$/;

/** `ALTERED` has our own form, but a checksum that does not fit. */
export type SecretForm = 'OURS' | 'ALTERED' | 'OLDER' | 'BARE' | 'UNKNOWN';

/** A regular expression for the keys with this prefix, or for what is like them but for its length. */
export function patternOf(
  prefix: string,
  length = String(RANDOM_LENGTH + CHECKSUM_LENGTH),
): string {
  return `${prefix}_[a-z]+_[0-9A-Za-z]{${length}}`;
}

const WITHIN = `${patternOf(ANY_PREFIX)}|${OLDER_PATTERN}|${GENERATED_PATTERN}`;
const KEY_WITHIN = new RegExp(WITHIN);
const EACH_KEY = new RegExp(WITHIN, 'g');

/** Instead of a caller's short text, such as a name, in which a key stands: it is not to be logged or stored. */
export const REMOVED_TEXT = '[removed]';

/** Whether a key with a prefix stands in a text, with letters around it or not, right or with a typo. */
export function holdsKey(text: string): boolean {
  return KEY_WITHIN.test(text);
}

/** The text without the keys that stand in it. */
export function withoutKeys(text: string): string {
  return text.replace(EACH_KEY, REMOVED_TEXT);
}

/** What a text is by itself. Whether there is such a key, only the database knows. */
export function formOf(text: string): SecretForm {
  if (OURS.test(text)) return isChecksumRight(text) ? 'OURS' : 'ALTERED';
  if (OLDER.test(text)) return 'OLDER';
  return BARE.test(text) ? 'BARE' : 'UNKNOWN';
}

/** Whether a text can be a key at all: a typo or garbage never reaches the database. */
export function isPlausibleSecret(text: string): boolean {
  const form = formOf(text);
  return form !== 'ALTERED' && form !== 'UNKNOWN';
}

function isChecksumRight(text: string): boolean {
  return checksumOf(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH);
}

export function checksumOf(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    text = ALPHABET.charAt(rest % ALPHABET.length) + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}
