import { eachNumber, type WrittenNumber } from './json-numbers.ts';
import { shortened } from './shorten.ts';

// Numbers of free-form data are kept exactly or refused: JavaScript has 17 digits at most and nothing beyond
// 1.8e308, and would silently store another number.

type Path = readonly (string | number)[];
type Inexact = { readonly path: Path; readonly number: string };

/** Numbers with fewer digits and a smaller exponent are exact. Digits in a text only cost time. */
const MAY_BE_INEXACT = /\d[\d.]{15}|\de[+-]?\d{3}/i;
/** `1e999` */
const SHORTEST = 5;

/** Of an object, its numbers that were read inexactly, as they were written; of a list, the first of them. */
const INEXACT = new WeakMap<object, Map<string | number, string>>();

/**
 * As `JSON.parse`. Remembers of each object and list which of its numbers became another one.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  const root: unknown = JSON.parse(text);
  rememberNumbers(text, root);
  return root;
}

/**
 * The second half of `parseJson`, which can take ten times as long as the first: where a text is read before
 * it is known who sends it, this waits until then.
 * @param root what `JSON.parse` made of the text
 */
export function rememberNumbers(text: string, root: unknown): void {
  if (MAY_BE_INEXACT.test(text)) eachNumber(text, root, remember);
}

function remember({ source, container, step }: WrittenNumber): void {
  if (source.length < SHORTEST) return;
  const place = container();
  if (place === undefined || isExact(source)) return;
  // A list is taken or refused as one. It may hold nothing else, and a hundred thousand of them.
  if (Array.isArray(place) && INEXACT.has(place)) return;
  const name = step();
  // Of a name that comes twice, the last value counts.
  const value = (place as Record<string | number, unknown>)[name];
  if (value === Number(source)) noteInexact(place, name, source);
}

/**
 * As `JSON.parse`, for what is stored: an import and other writers may have brought numbers that
 * JavaScript does not have. They are written again as they were.
 */
export function parseStored(text: string): unknown {
  if (!MAY_BE_INEXACT.test(text)) return JSON.parse(text);
  try {
    return JSON_EXACT.parse(text, (_name, value, { source }) =>
      typeof value !== 'number' || source === undefined || isExact(source)
        ? value
        : JSON_EXACT.rawJSON(source),
    );
  } catch (error) {
    // Too deep for a reader that calls itself for each value.
    if (error instanceof RangeError) return JSON.parse(text);
    throw error;
  }
}

function noteInexact(holder: object, step: string | number, number: string): void {
  const known = INEXACT.get(holder) ?? new Map<string | number, string>();
  INEXACT.set(holder, known.set(step, number));
}

/** The first number in a value that was not read as it was written; null where all were. */
export function findInexact(root: unknown): Inexact | null {
  const open: Place[] = [{ value: root, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'number' && !Number.isFinite(value)) return { path, number: `${value}` };
    if (typeof value !== 'object' || value === null) continue;
    for (const [step, source] of INEXACT.get(value) ?? [])
      return { path: [...path, step], number: source };
    for (const place of placesIn(value, path)) open.push(place);
  }
  return null;
}

/** The same of one value of an object, with its name in the path. */
export function findInexactIn(
  holder: Readonly<Record<string, unknown>>,
  name: string,
): Inexact | null {
  const own = INEXACT.get(holder)?.get(name);
  if (own !== undefined) return { path: [name], number: own };
  const below = findInexact(holder[name]);
  return below && { ...below, path: [name, ...below.path] };
}

type Place = { readonly value: unknown; readonly path: Path };

function placesIn(value: object, path: Path): Place[] {
  const isList = Array.isArray(value);
  return Object.entries(value).map(([name, child]) => ({
    value: child,
    path: [...path, isList ? Number(name) : name],
  }));
}

export function inexactProblem(number: string): string {
  return `The number ${shortened(number, 40)} cannot be stored exactly; send it as a string, or with fewer digits`;
}

/** Whether JavaScript writes the number as the same one that it read. */
export function isExact(source: string): boolean {
  const value = Number(source);
  if (!Number.isFinite(value)) return false;
  const text = String(value);
  return text === source || decimalOf(source) === decimalOf(text);
}

const PARTS = /^-?(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/** Its digits without zeros at the ends, and the power of ten that they are multiplied with. */
function decimalOf(number: string): string {
  const [, whole = '', fraction = '', power = '0'] = PARTS.exec(number) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  if (end === 0) return '0';
  return `${digits.slice(0, end)}e${Number(power) - fraction.length + digits.length - end}`;
}

type Reviver = (
  this: object,
  name: string,
  value: unknown,
  context: { readonly source?: string },
) => unknown;

/** Parts of the language that TypeScript's library does not describe yet. */
export const JSON_EXACT = JSON as unknown as {
  readonly parse: (text: string, reviver: Reviver) => unknown;
  /** A value that is written as this text. */
  readonly rawJSON: (text: string) => unknown;
  readonly isRawJSON: (value: unknown) => boolean;
};
