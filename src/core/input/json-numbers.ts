import { endOfString } from './json-text.ts';

// Reading a text with a function that is called for each value takes ten times as long as reading it; and the
// numbers of a text can be told from the rest of it by looking at each character once.

/** A number as it is written in a JSON text, and the innermost object or list that it stands in. */
export type WrittenNumber = {
  readonly source: string;
  /** The value that was read from the text at that place; undefined where another took its place. */
  readonly container: () => object | undefined;
  /** Its name or place in there. */
  readonly step: () => string | number;
};

/** An object or list that is open at the place that is looked at. */
type Frame = {
  readonly isList: boolean;
  place: number;
  /** Where the name of the value that follows stands in the text. */
  key: readonly [start: number, end: number];
  value?: unknown;
};

const NO_KEY = [0, 0] as const;
const [QUOTE, COMMA, COLON] = [0x22, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const [MINUS, ZERO, NINE] = [0x2d, 0x30, 0x39];
const NUMBER = /[-+.\deE]*/y;

/**
 * Finds the numbers of a JSON text.
 * @param root what `JSON.parse` makes of the text
 */
export function eachNumber(json: string, root: unknown, take: (one: WrittenNumber) => void): void {
  const frames: Frame[] = [];
  let text: readonly [number, number] = NO_KEY;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      text = [at, endOfString(json, at)];
      at = text[1];
    } else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      const source = numberAt(json, at);
      take(written(source, frames, { json, root }));
      at += source.length - 1;
    } else move(frames, code, text);
  }
}

function move(frames: Frame[], code: number, text: Frame['key']): void {
  const frame = frames.at(-1);
  if (code === OPEN_LIST || code === OPEN_OBJECT)
    frames.push({ isList: code === OPEN_LIST, place: 0, key: NO_KEY });
  else if (code === CLOSE_LIST || code === CLOSE_OBJECT) frames.pop();
  else if (code === COMMA && frame) frame.place += 1;
  else if (code === COLON && frame) frame.key = text;
}

function numberAt(json: string, at: number): string {
  NUMBER.lastIndex = at;
  return NUMBER.exec(json)?.[0] ?? '';
}

type Read = { readonly json: string; readonly root: unknown };

function written(source: string, frames: readonly Frame[], read: Read): WrittenNumber {
  return {
    source,
    container: () => {
      const value = valueAt(frames, frames.length - 1, read);
      return typeof value === 'object' && value !== null ? value : undefined;
    },
    step: () => stepOf(frames.at(-1), read),
  };
}

function stepOf(frame: Frame | undefined, { json }: Read): string | number {
  if (frame === undefined || frame.isList) return frame?.place ?? 0;
  const [start, end] = frame.key;
  return JSON.parse(json.slice(start, end + 1)) as string;
}

/** Of each frame it is looked up once, while its parent still is where it was opened. */
function valueAt(frames: readonly Frame[], depth: number, read: Read): unknown {
  const frame = frames[depth];
  if (frame === undefined) return undefined;
  if (!('value' in frame))
    frame.value =
      depth === 0
        ? read.root
        : childOf(valueAt(frames, depth - 1, read), stepOf(frames[depth - 1], read));
  return frame.value;
}

function childOf(value: unknown, step: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? (value as Record<string | number, unknown>)[step]
    : undefined;
}
