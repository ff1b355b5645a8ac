import { isJsonObject } from './json.ts';
import {
  BOTH,
  isSecretText,
  MAY_HOLD_SECRET,
  type Words,
  withWords,
  wordsOf,
} from './secret-names.ts';

type Path = readonly (string | number)[];

/** Free-form data without webhook secrets, and where these stood. */
export type WithoutSecrets<Data> = { readonly data: Data; readonly paths: readonly Path[] };

/** What lies deeper is not looked at, and is left out as well. Only imported data can be as deep. */
const MAX_DEPTH = 500;
const OMITTED = Symbol('omitted');

type Place = { readonly words: Words; readonly path: Path };

/** Leaves out every webhook secret, at any depth; data that has none is returned as it is. */
export function omitSecrets<Data>(data: Data): WithoutSecrets<Data> {
  const paths: Path[] = [];
  const kept = copy(data, { words: 0, path: [] }, paths);
  return { data: (kept === OMITTED ? null : kept) as Data, paths };
}

/** Where webhook secrets stand in it. */
export function secretPaths(data: unknown): readonly Path[] {
  return omitSecrets(data).paths;
}

/**
 * As `omitSecrets`, for JSON in a text. Numbers stay as they are written, however many digits they
 * have, but for data so deep that only the plain reader can read it.
 */
export function omitSecretsInText(text: string): WithoutSecrets<string> {
  if (!MAY_HOLD_ONE.test(text)) return { data: text, paths: [] };
  const plain: unknown = JSON.parse(text);
  const { data, paths } = omitSecrets(plain);
  if (paths.length === 0) return { data: text, paths };
  const exact = readExactly(text);
  return { data: JSON.stringify(exact === undefined ? data : omitSecrets(exact).data), paths };
}

/** Nearly all texts are told to have none without being read as JSON. */
const MAY_HOLD_ONE = new RegExp(MAY_HOLD_SECRET, 'i');

/** @returns undefined for what is too deep: a reader that calls us back for each value calls itself */
function readExactly(text: string): unknown {
  try {
    return JSON_EXACT.parse(text, (_name, value, { source }) =>
      typeof value === 'number' ? JSON_EXACT.rawJSON(source ?? String(value)) : value,
    );
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** For people: `data.webhook.secret`. */
export function pathText(path: Path): string {
  return path.join('.').slice(0, 200);
}

function copy(value: unknown, place: Place, found: Path[]): unknown {
  if (isSecret(value, place)) {
    found.push(place.path);
    return OMITTED;
  }
  if (Array.isArray(value)) return copyList(value, place, found);
  return isJsonObject(value) && !JSON_EXACT.isRawJSON(value)
    ? copyObject(value, place, found)
    : value;
}

function isSecret(value: unknown, place: Place): boolean {
  const { words, path } = place;
  if (typeof value === 'string')
    return (words === BOTH && value.trim() !== '') || isSecretText(value) || hidesOne(value, place);
  if (typeof value === 'number') return words === BOTH;
  if (typeof value !== 'object' || value === null) return false;
  if (path.length > MAX_DEPTH) return true;
  return words === BOTH && (JSON_EXACT.isRawJSON(value) || Object.keys(value).length > 0);
}

/** JSON within a text, which counts as deeper than the text: else texts within texts had no end. */
function hidesOne(text: string, { words, path }: Place): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  const read = readText(text);
  const found: Path[] = [];
  copy(read, { words, path: [...path, 'text'] }, found);
  return found.length > 0;
}

function readText(text: string): unknown {
  try {
    return JSON.parse(text.trim());
  } catch {
    return null;
  }
}

/** What is left out of a list leaves its place empty: the others keep theirs. */
function copyList(list: readonly unknown[], { words, path }: Place, found: Path[]): unknown {
  const before = found.length;
  const copies = list.map((value, index) => {
    const kept = copy(value, { words, path: [...path, index] }, found);
    return kept === OMITTED ? null : kept;
  });
  return found.length === before ? list : copies;
}

function copyObject(
  object: Readonly<Record<string, unknown>>,
  { words, path }: Place,
  found: Path[],
): unknown {
  const before = found.length;
  const entries = Object.entries(object).map(([name, value]): [string, unknown] => {
    const own = withWords(words, wordsOf(name));
    return [name, copy(value, { words: own, path: [...path, name] }, found)];
  });
  if (found.length === before) return object;
  return Object.fromEntries(entries.filter(([, value]) => value !== OMITTED));
}

type Reviver = (name: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Parts of the language that TypeScript's library does not describe yet. */
const JSON_EXACT = JSON as unknown as {
  readonly parse: (text: string, reviver: Reviver) => unknown;
  readonly rawJSON: (text: string) => unknown;
  readonly isRawJSON: (value: unknown) => boolean;
};
