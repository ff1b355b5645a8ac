import { createHmac, randomBytes } from 'node:crypto';
import { ALPHABET, checksumOf, RANDOM_LENGTH } from '../../core/input/key-forms.ts';

/** Makes the text of a new key. It is shown once, and only its digest is kept. */
export function newSecret(prefix: string, firstScope: string): string {
  return secretOf(prefix, firstScope, randomText(RANDOM_LENGTH));
}

/** A text that nobody will ever be given, for examples: all that it lacks is chance. */
export function sampleSecret(prefix: string, firstScope: string): string {
  return secretOf(prefix, firstScope, '0'.repeat(RANDOM_LENGTH));
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
