import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 32 characters of base62 hold 190 bits. */
const RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;

// The forms, as regular expressions that every engine reads alike: scanners get them, too.
export const ANY_PREFIX = '[a-z][a-z0-9]{1,9}';
/** Of keys that older versions of the platform minted: no checksum, so only the form can be told. */
export const OLDER_PATTERN = 'vxa_[a-z]+_(?:[0-9A-Za-z]{40}|[0-9A-Za-z]{32})';

const OURS = new RegExp(`^${patternOf(ANY_PREFIX)}$`);
const OLDER = new RegExp(`^${OLDER_PATTERN}$`);
const BARE = /^[0-9A-Za-z]{40}$/;

/** `ALTERED` has our own form, but a checksum that does not fit. */
export type SecretForm = 'OURS' | 'ALTERED' | 'OLDER' | 'BARE' | 'UNKNOWN';

/** Makes the text of a new key. It is shown once, and only its digest is kept. */
export function newSecret(prefix: string, firstScope: string): string {
  return secretOf(prefix, firstScope, randomText(RANDOM_LENGTH));
}

/** A text that nobody will ever be given, for examples: all that it lacks is chance. */
export function sampleSecret(prefix: string, firstScope: string): string {
  return secretOf(prefix, firstScope, '0'.repeat(RANDOM_LENGTH));
}

/** A regular expression for the keys with this prefix, or for what is like them but for its length. */
export function patternOf(
  prefix: string,
  length = String(RANDOM_LENGTH + CHECKSUM_LENGTH),
): string {
  return `${prefix}_[a-z]+_[0-9A-Za-z]{${length}}`;
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

/** What is stored of a key. Without the pepper, a copy of the database verifies nothing. */
export function digestOf(text: string, pepper: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac('sha256', pepper).update(text).digest());
}

/** Enough to recognise a key in a list, useless to use it: `vxa_bot_…x9Kd`. */
export function hintOf(text: string): string {
  const start = text.lastIndexOf('_') + 1;
  return `${text.slice(0, start)}…${text.slice(-4)}`;
}

/** What stands between the prefix and the random part: the first scope, or what an admin key opens. */
export function middleOf(text: string): string {
  return text.split('_', 2)[1] ?? '';
}

/** The hint in the length that older clients expect of a key's text. */
export function maskOf(hint: string): string {
  return hint.replace('…', '************');
}

function secretOf(prefix: string, firstScope: string, random: string): string {
  const body = `${prefix}_${firstScope}_${random}`;
  return body + checksumOf(body);
}

function isChecksumRight(text: string): boolean {
  return checksumOf(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH);
}

function checksumOf(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    text = ALPHABET.charAt(rest % ALPHABET.length) + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      // 248 is the largest multiple of 62 in a byte: beyond it, some letters would come more often.
      if (byte < 248 && text.length < length) text += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return text;
}
