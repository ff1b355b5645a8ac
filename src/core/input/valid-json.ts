// Whether a text is JSON, told without an exception: JSON.parse takes microseconds to refuse a text of
// three characters, and a client can send thousands of such texts.

const [QUOTE, COMMA, ZERO, NINE, COLON, BACKSLASH] = [0x22, 0x2c, 0x30, 0x39, 0x3a, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const SPACE = 0x20;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** To refuse a long text costs little for each character; to find out before does not. */
export const SHORT_JSON = 1_000;

/** False for a text that JSON.parse would refuse, unless it is long, and for plain numbers and words. */
export function mayBeJson(text: string): boolean {
  return text.length >= SHORT_JSON || isJsonText(text);
}

/** Only objects, lists and strings: nothing else can hold a secret. */
function isJsonText(text: string): boolean {
  const start = afterBlanks(text, 0);
  const first = text.charCodeAt(start);
  if (first !== QUOTE && closingOf(first) === 0) return false;
  // Nearly all that begins as JSON, and is none, ends as something else.
  const last = text.trimEnd().charCodeAt(text.trimEnd().length - 1);
  if (last !== (first === QUOTE ? QUOTE : closingOf(first))) return false;
  return afterFirstValue(text, start) === text.length;
}

/** 0 for what opens nothing. */
function closingOf(code: number): number {
  if (code === OPEN_LIST) return CLOSE_LIST;
  return code === OPEN_OBJECT ? CLOSE_OBJECT : 0;
}

/** @returns the place behind the first value and its blanks; -1 where it is none */
function afterFirstValue(text: string, start: number): number {
  const open: number[] = [];
  let at = start;
  do {
    at = afterOpening(text, at, open);
    if (at !== -1) at = afterClosing(text, at, open);
  } while (at !== -1 && open.length > 0);
  return at;
}

/** Behind a name, the brackets that open before the next value, and that value. */
function afterOpening(text: string, start: number, open: number[]): number {
  let at = start;
  while (at !== -1) {
    if (open.at(-1) === CLOSE_OBJECT) at = afterName(text, at);
    const closing = at === -1 ? 0 : closingOf(text.charCodeAt(at));
    if (closing === 0) return afterPlain(text, at);
    open.push(closing);
    at = afterBlanks(text, at + 1);
    if (text.charCodeAt(at) === closing) return at;
  }
  return -1;
}

function afterName(text: string, start: number): number {
  if (text.charCodeAt(start) !== QUOTE) return -1;
  const end = afterBlanks(text, afterString(text, start));
  return text.charCodeAt(end) === COLON ? afterBlanks(text, end + 1) : -1;
}

function afterPlain(text: string, start: number): number {
  if (start === -1) return -1;
  const code = text.charCodeAt(start);
  if (code === QUOTE) return afterBlanks(text, afterString(text, start));
  return afterBlanks(text, code < COLON ? afterNumber(text, start) : after(WORD, text, start));
}

/** The brackets that close behind a value, and the comma before the next one. */
function afterClosing(text: string, start: number, open: number[]): number {
  let at = start;
  while (open.length > 0 && text.charCodeAt(at) === open.at(-1)) {
    open.pop();
    at = afterBlanks(text, at + 1);
  }
  if (open.length === 0) return at;
  return text.charCodeAt(at) === COMMA ? afterBlanks(text, at + 1) : -1;
}

function afterString(text: string, start: number): number {
  let at = start + 1;
  for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(at)) {
    // Behind the end there is no code.
    if (!(code >= SPACE)) return -1;
    at = code === BACKSLASH ? after(ESCAPE, text, at) : at + 1;
    if (at === -1) return -1;
  }
  return at + 1;
}

function afterNumber(text: string, start: number): number {
  const first = text.charCodeAt(start);
  const second = text.charCodeAt(start + 1);
  const isDigit = first >= ZERO && first <= NINE;
  // Most numbers that come by the thousand have one digit.
  return isDigit && (second === COMMA || second === CLOSE_LIST)
    ? start + 1
    : after(NUMBER, text, start);
}

function afterBlanks(text: string, start: number): number {
  if (start === -1) return -1;
  let at = start;
  for (let code = text.charCodeAt(at); code <= SPACE; code = text.charCodeAt(at)) {
    if (code !== SPACE && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
  return at;
}

/** @returns the place behind what the pattern matches there; -1 where it does not */
function after(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : -1;
}
