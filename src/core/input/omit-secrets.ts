import { decodedTexts } from './encoded-texts.ts';
import { JSON_EXACT } from './exact-json.ts';
import { isJsonObject } from './json.ts';
import {
  allHints,
  hintsOf,
  isCredential,
  isHookSecret,
  NAME_SPELLINGS,
  type SecretHints,
} from './secret-names.ts';
import { namedIn, namedPair } from './secret-pairs.ts';
import { isSecretText, TEXT_SPELLINGS } from './secret-texts.ts';
import { shortened } from './shorten.ts';

type Path = readonly (string | number)[];

/**
 * Which secrets are left out: those of webhooks, or credentials of all sorts as well. An operator may
 * have stored the latter in a user's data for another service, where they are not taken away.
 */
export type Kinds = 'ALL' | 'HOOKS';

/** Free-form data without secrets, and where these stood. */
export type WithoutSecrets<Data> = { readonly data: Data; readonly paths: readonly Path[] };

/** What lies deeper is not looked at, and is left out as well. Only imported data can be as deep. */
const MAX_DEPTH = 500;
const OMITTED = Symbol('omitted');

type Place = {
  readonly hints: SecretHints;
  readonly path: Path;
  readonly kinds: Kinds;
  /** How often the text was decoded that it stands in. */
  readonly decoded?: number;
};

/** Base64 of base64 of base64; nothing here is encoded more often. */
const MOST_DECODED = 3;

/** Leaves out every secret, at any depth; data that has none is returned as it is. */
export function omitSecrets<Data>(data: Data, kinds: Kinds = 'ALL'): WithoutSecrets<Data> {
  const paths: Path[] = [];
  const kept = copy(data, { hints: 0, path: [], kinds }, paths);
  return { data: (kept === OMITTED ? null : kept) as Data, paths };
}

/** Where secrets stand in it. */
export function secretPaths(data: unknown): readonly Path[] {
  return omitSecrets(data).paths;
}

/**
 * As `omitSecrets`, for JSON in a text. Numbers stay as they are written, however many digits they
 * have, but for data so deep that only the plain reader can read it.
 */
export function omitSecretsInText(text: string, kinds: Kinds = 'ALL'): WithoutSecrets<string> {
  if (!MAY_HOLD_ONE.test(text)) return { data: text, paths: [] };
  const plain: unknown = JSON.parse(text);
  const { data, paths } = omitSecrets(plain, kinds);
  if (paths.length === 0) return { data: text, paths };
  const exact = readExactly(text);
  return {
    data: JSON.stringify(exact === undefined ? data : omitSecrets(exact, kinds).data),
    paths,
  };
}

/** Of what may be decoded: see `decodedTexts`. */
const ENCODED_SPELLINGS = ['[0-9a-z_+/-]{20}', '%[0-9a-f]{2}'];

/**
 * What every JSON text that holds a secret matches, in any case, here and in PostgreSQL. An escape, or
 * a letter of another alphabet, can stand for any letter.
 */
export const MAY_HOLD_SECRET = [
  ...NAME_SPELLINGS,
  ...TEXT_SPELLINGS,
  String.raw`\\u`,
  String.raw`[^\x01-\x7f]`,
  ...ENCODED_SPELLINGS,
].join('|');

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
  return shortened(path.join('.'), 200);
}

function copy(value: unknown, place: Place, found: Path[]): unknown {
  if (isSecret(value, place)) {
    found.push(place.path);
    return OMITTED;
  }
  if (Array.isArray(value)) return copyList(value, place, found);
  return isJsonObject(value) ? copyObject(value, place, found) : value;
}

function isSecret(value: unknown, place: Place): boolean {
  const { hints, path } = place;
  const isOfHook = isHookSecret(hints);
  if (typeof value === 'string') return isSecretString(value, place);
  if (typeof value === 'number') return isOfHook;
  if (typeof value !== 'object' || value === null) return false;
  if (path.length > MAX_DEPTH) return true;
  return isOfHook && (JSON_EXACT.isRawJSON(value) || Object.keys(value).length > 0);
}

function isSecretString(text: string, place: Place): boolean {
  const { hints, kinds } = place;
  const areCredentials = kinds === 'ALL';
  const isNamed = isHookSecret(hints) || (areCredentials && isCredential(hints));
  if (isNamed && text.trim() !== '') return true;
  return (
    isSecretText(text, { hints, areCredentials }) ||
    hidesOne(text, place) ||
    encodesOne(text, place)
  );
}

function encodesOne(text: string, place: Place): boolean {
  const decoded = (place.decoded ?? 0) + 1;
  return (
    decoded <= MOST_DECODED &&
    decodedTexts(text).some((one) => isSecretString(one, { ...place, hints: 0, decoded }))
  );
}

/** JSON within a text, which counts as deeper than the text: else texts within texts had no end. */
function hidesOne(text: string, place: Place): boolean {
  if (!/^\s*[[{"]/.test(text)) return false;
  const read = readText(text);
  const found: Path[] = [];
  copy(read, { ...place, path: [...place.path, 'text'] }, found);
  return found.length > 0;
}

function readText(text: string): unknown {
  try {
    return JSON.parse(text.trim());
  } catch {
    return null;
  }
}

/** A name that is a secret itself, as in `{"whsec_…": true}`: most names are told to be none by this. */
const MAY_BE_SECRET_NAME = /whsec_|[:=%]|^\s*(?:bearer|basic)\s|-----|[\w+/-]{20}/i;
/** In its place in the path, which is shown and kept. */
const HIDDEN_NAME = '…';

/** What is left out of a list leaves its place empty: the others keep theirs. */
function copyList(list: readonly unknown[], place: Place, found: Path[]): unknown {
  const before = found.length;
  const named = namedPair(list);
  const copies = list.map((value, index) => {
    const hints = index === 0 ? place.hints : allHints(place.hints, named);
    const kept = copy(value, { ...place, hints, path: [...place.path, index] }, found);
    return kept === OMITTED ? null : kept;
  });
  return found.length === before ? list : copies;
}

function copyObject(
  object: Readonly<Record<string, unknown>>,
  place: Place,
  found: Path[],
): unknown {
  const before = found.length;
  const named = namedIn(object);
  const entries = Object.entries(object).map(([name, value]): [string, unknown] => {
    const own = allHints(hintsOf(name), named(name));
    const below = { ...place, hints: allHints(place.hints, own), path: [...place.path, name] };
    if (!MAY_BE_SECRET_NAME.test(name) || !isSecretString(name, { ...place, hints: 0 }))
      return [name, copy(value, below, found)];
    found.push([...place.path, HIDDEN_NAME]);
    return [name, OMITTED];
  });
  if (found.length === before) return object;
  return Object.fromEntries(entries.filter(([, value]) => value !== OMITTED));
}
