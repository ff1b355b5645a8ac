import { isUtf8 } from 'node:buffer';
import { asciiIn, MOST_PLACES, mayEncodeAscii } from './encoded-ascii.ts';
import { type SearchEffort, spend } from './search-effort.ts';

// What a text says once it is decoded: whoever has the database can do so as well.

/** Base64 in either alphabet, or hexadecimal digits, wherever they stand in a text. Shorter runs are passed over at once. */
const RUN = /(?<![\w+/-])[\w+/-]{20,}={0,2}/g;
const HEXADECIMAL = /^(?:[0-9a-f]{2})+$/i;
const ESCAPED = /%[0-9a-f]{2}/gi;
/** What an escape may be part of: blanks are escaped as well. */
const ESCAPED_WORD = /[^ \t\r\n"'<>]*/y;
const WORD_BREAK = new Set([...' \t\r\n"\'<>'].map((sign) => sign.charCodeAt(0)));

/** Control characters, and what stands for bytes that are no text. */
const NO_TEXT = /[^\P{Cc}\t\r\n]|\ufffd/u;

/** Only of quotes: JSON has no other signs that HTML needs to escape. */
const QUOTE_IN_HTML = /&(?:quot|apos|#0{0,4}3[49]|#x0{0,4}2[27]);/gi;

const MAY_BE_ENCODED =
  /(?<![\w+/-])[\w+/-]{20}|%[0-9A-Fa-f]{2}|&(?:quot|apos|#0{0,4}3[49]|#[xX]0{0,4}2[27]);/;

/** The end of a long line of which the next one is the rest. */
const WRAP = /\r?\n(?<=[\w+/-]{40}\r?\n)[ \t]{0,40}(?=[\w+/-])/g;

const PER_CHARACTER = 1;
const PER_DECODED = 60;
const PER_ESCAPE = 12;

/** The texts that are hidden in another one, as far as they are texts and the effort is enough. */
export function decodedTexts(text: string, effort: SearchEffort): Iterable<string> {
  const isEnough = spend(effort, PER_CHARACTER * text.length);
  return isEnough && MAY_BE_ENCODED.test(text) ? decoded(text, effort) : [];
}

function* decoded(text: string, effort: SearchEffort): Generator<string> {
  yield* decodedRuns(text, effort);
  const unwrapped = text.replaceAll(WRAP, '');
  if (unwrapped.length < text.length && spend(effort, PER_CHARACTER * text.length))
    yield* decodedRuns(unwrapped, effort);
  const unquoted = text.replaceAll(QUOTE_IN_HTML, '"');
  if (unquoted.length < text.length && spend(effort, PER_CHARACTER * text.length)) yield unquoted;
  const escaped = text.search(ESCAPED) === -1 ? [] : escapedWords(text, effort);
  if (escaped.length > 0) yield escaped.join('\n');
}

function* decodedRuns(text: string, effort: SearchEffort): Generator<string> {
  for (const [run] of text.matchAll(RUN)) {
    if (!spend(effort, PER_DECODED + run.length)) return;
    const texts = [textIn(run, 'base64'), HEXADECIMAL.test(run) ? textIn(run, 'hex') : null];
    const readable = texts.filter((one) => one !== null);
    yield* readable;
    if (readable.length > 0 || !mayEncodeAscii(run)) continue;
    if (!spend(effort, MOST_PLACES * run.length)) return;
    yield* asciiIn(run);
  }
}

function textIn(run: string, encoding: 'base64' | 'hex'): string | null {
  const bytes = Buffer.from(run, encoding);
  const text = isUtf8(bytes) ? bytes.toString() : '\ufffd';
  return NO_TEXT.test(text) ? null : text;
}

/** The words in which something is escaped, without escapes: also where some of it is no text, or was cut. */
function escapedWords(text: string, effort: SearchEffort): string[] {
  const words: string[] = [];
  let end = 0;
  for (let at = text.indexOf('%'); at !== -1; at = text.indexOf('%', end)) {
    let start = at;
    while (start > end && !WORD_BREAK.has(text.charCodeAt(start - 1))) start -= 1;
    ESCAPED_WORD.lastIndex = at;
    ESCAPED_WORD.test(text);
    end = ESCAPED_WORD.lastIndex;
    const word = unescaped(text.slice(start, end));
    words.push(word);
    // Each escape takes two signs off.
    const escapes = (end - start - word.length) / 2;
    if (!spend(effort, PER_CHARACTER * (end - start) + PER_ESCAPE * escapes)) return words;
  }
  return words;
}

function unescaped(word: string): string {
  return word.replace(ESCAPED, (sign) => String.fromCharCode(Number.parseInt(sign.slice(1), 16)));
}
