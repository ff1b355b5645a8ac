import type { ErasedPerson } from './person.ts';

/** What an address or a part of one may consist of: what touches it makes another address of it. */
const OF_ADDRESSES = /[\p{L}\p{N}._%+@'-]/u;
const OF_WORDS = /[\p{L}\p{N}]/u;
/** At the end of a sentence, a point is no part of an address. */
const END = /^\.(?![\p{L}\p{N}])/u;

export type Needles = Pick<ErasedPerson, 'addresses' | 'names'>;

/** Whether a text names the person: `ann@acme.com`, and not `joann@acme.com` or `ann@acme.com.au`. */
export function isAbout(text: string | null, { addresses, names }: Needles): boolean {
  if (text === null || addresses.length + names.length === 0) return false;
  const folded = foldedText(text);
  return (
    addresses.some((address) => standsAlone(folded, address, OF_ADDRESSES)) ||
    names.some((name) => standsAlone(folded, name, OF_WORDS))
  );
}

function standsAlone(text: string, needle: string, touching: RegExp): boolean {
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
    const after = text.slice(at + needle.length, at + needle.length + 4);
    const isFree = !touching.test(lastOf(text.slice(0, at)));
    if (isFree && (END.test(after) || !touching.test(firstOf(after)))) return true;
  }
  return false;
}

/** Whole characters, also those that take two units. */
function firstOf(text: string): string {
  return [...text][0] ?? '';
}

function lastOf(text: string): string {
  return [...text.slice(-2)].at(-1) ?? '';
}

function foldedText(text: string): string {
  return text.normalize('NFD').toUpperCase().toLowerCase().normalize('NFC');
}
