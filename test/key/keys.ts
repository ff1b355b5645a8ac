import { newSecret } from '../../src/security/keys/secret.ts';

export const KINDS = ['bot', 'tx', 'browser', 'admin', 'analytics'];
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const ALPHABET = `0123456789${LETTERS.toUpperCase()}${LETTERS}`;

/** Freshly minted, of all kinds in turn. */
export const keys: readonly string[] = Array.from({ length: 2_000 }, (_, place) =>
  newSecret('vxa', KINDS[place % KINDS.length] ?? ''),
);

/** Puts another character in one place, of those that may stand there: the form stays as it is. */
export function altered(secret: string, serial: number): string {
  const places = [...secret.matchAll(/[^_]/g)].map(({ index }) => index);
  const place = places[serial % places.length] ?? 0;
  const alphabet = place < secret.lastIndexOf('_') ? LETTERS : ALPHABET;
  const step = 1 + (serial % (alphabet.length - 1));
  const other = alphabet[(alphabet.indexOf(secret.charAt(place)) + step) % alphabet.length];
  return `${secret.slice(0, place)}${other}${secret.slice(place + 1)}`;
}
