import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 32 characters of base62 hold 190 bits. */
const RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;

const OURS = /^[a-z][a-z0-9]{1,9}_[a-z]+_[0-9A-Za-z]{38}$/;
/** What older versions of the platform minted: no checksum, so only the form can be told. */
const LEGACY = /^(?:[0-9A-Za-z]{40}|vxa_[a-z]+_(?:[0-9A-Za-z]{32}|[0-9A-Za-z]{40}))$/;

/** Makes the text of a new key. It is shown once, and only its digest is kept. */
export function newSecret(prefix: string, firstScope: string): string {
  const body = `${prefix}_${firstScope}_${randomText(RANDOM_LENGTH)}`;
  return body + checksumOf(body);
}

/** Whether a text can be a key at all: a typo or garbage never reaches the database. */
export function isPlausibleSecret(text: string): boolean {
  if (LEGACY.test(text)) return true;
  return (
    OURS.test(text) && checksumOf(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH)
  );
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
