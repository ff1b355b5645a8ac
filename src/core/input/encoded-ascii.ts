// Base64 or hexadecimal digits of a text may stand behind other letters: in the path of an address,
// behind `v1_` or `0x`. Nothing says where they begin, but plain letters leave a pattern.

/** Three letters of ASCII in base64: the highest bit of none is set, and the first is no control character. */
const THREE_LETTERS =
  '[CDI-Za-f][A-HQ-Xg-nw-z0-3][ABEFIJMNQRUVYZcdghklopstwx014589][A-Za-z0-9+/_-]';
/** Hardly any identifier or hash has as many one behind the other, nor do bytes that are no text. */
const MAY_BE_BASE64 = new RegExp(`(?:${THREE_LETTERS}){5}`);
const MAY_BE_HEXADECIMAL = /(?:[2-7][0-9a-f]|0[9ad]){10}/i;
const DIGITS = /[0-9a-f]{20,}/gi;
const READABLE = /[\t\r\n\x20-\x7e]{8,}/g;

/** How often a run is decoded, at most: from each place of a group. */
export const MOST_PLACES = 6;

/** Whether it may be worth while to look for plain letters. */
export function mayEncodeAscii(run: string): boolean {
  return MAY_BE_BASE64.test(run) || MAY_BE_HEXADECIMAL.test(run);
}

/** What is readable in a run once it is decoded, wherever that begins. */
export function* asciiIn(run: string): Generator<string> {
  if (MAY_BE_BASE64.test(run))
    for (const start of [0, 1, 2, 3]) yield* readableIn(Buffer.from(run.slice(start), 'base64'));
  if (!MAY_BE_HEXADECIMAL.test(run)) return;
  for (const [digits] of run.matchAll(DIGITS))
    for (const start of [0, 1]) yield* readableIn(Buffer.from(digits.slice(start), 'hex'));
}

function* readableIn(bytes: Buffer): Generator<string> {
  const parts = bytes.toString('latin1').match(READABLE);
  if (parts !== null) yield parts.join('\n');
}
