import { JSON_EXACT } from './exact-json.ts';
import { isJsonObject } from './json.ts';
import { type Said, saidInList, saidInObject } from './named-values.ts';
import { newEffort, spend } from './search-effort.ts';
import { allHints, hintsOf, isHookSecret, type SecretHints } from './secret-names.ts';
import {
  isSecretString,
  type SecretKinds,
  type StringPlace,
  type StringSearch,
} from './secret-strings.ts';

type Path = readonly (string | number)[];

/** Free-form data without secrets, and where these stood. */
export type WithoutSecrets<Data> = { readonly data: Data; readonly paths: readonly Path[] };

/** What lies deeper is not looked at, and is left out as well. Only imported data can be as deep. */
const MAX_DEPTH = 500;
const PER_VALUE_IN_TEXT = 40;
const OMITTED = Symbol('omitted');

/** A name that is a secret itself, as in `{"whsec_…": true}`: most names are told to be none by this. */
const MAY_BE_SECRET_NAME =
  /whsec_|[:=%]|^\s*(?:bearer|basic)\s|-----|[\w+/-]{20}|\s-|[^\p{ASCII}]/iu;
/** In its place in the path, which is shown and kept. */
const HIDDEN_NAME = '…';

type Search = StringSearch & {
  readonly found: Path[];
  /** JSON within a text is not copied: to know of one secret is enough. */
  readonly isInText: boolean;
};

/** Where a value stands. */
type Place = {
  readonly hints: SecretHints;
  readonly above: Place | null;
  readonly step: string | number;
  readonly depth: number;
  readonly columns?: readonly SecretHints[] | undefined;
};

const TOP: Place = { hints: 0, above: null, step: '', depth: 0 };

/** Data without secrets, and where these stood; data that has none is returned as it is. */
export function secretsIn(data: unknown, kinds: SecretKinds): WithoutSecrets<unknown> {
  const found: Path[] = [];
  const search: Search = { kinds, effort: newEffort(), decoded: 0, holds, found, isInText: false };
  const kept = copy(data, TOP, search);
  return { data: kept === OMITTED ? null : kept, paths: found };
}

/** Whether there is a secret in JSON that stood within a text. */
function holds(value: unknown, { hints, depth }: StringPlace, search: StringSearch): boolean {
  const found: Path[] = [];
  copy(value, { ...TOP, hints, depth: depth + 1 }, { ...search, found, isInText: true });
  return found.length > 0;
}

function copy(value: unknown, place: Place, search: Search): unknown {
  if (search.isInText && search.found.length > 0) return value;
  // Of these, a text can have as many as characters.
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && !isHookSecret(place.hints)) return value;
  const isEnough = !search.isInText || spend(search.effort, PER_VALUE_IN_TEXT);
  if (!isEnough || isSecret(value, place, search)) {
    search.found.push(pathOf(place));
    return OMITTED;
  }
  if (Array.isArray(value)) return copyList(value, place, search);
  return isJsonObject(value) ? copyObject(value, place, search) : value;
}

function isSecret(value: unknown, { hints, depth }: Place, search: Search): boolean {
  if (typeof value === 'string') return isSecretString(value, { hints, depth }, search);
  const isOfHook = isHookSecret(hints);
  if (typeof value === 'number') return isOfHook;
  if (typeof value !== 'object' || value === null) return false;
  if (depth > MAX_DEPTH) return true;
  return isOfHook && (JSON_EXACT.isRawJSON(value) || Object.keys(value).length > 0);
}

function pathOf(place: Place): Path {
  const path: (string | number)[] = [];
  for (let at: Place = place; at.above !== null; at = at.above) path.push(at.step);
  return path.reverse();
}

function below(above: Place, step: string | number, { hints, columns }: Said): Place {
  return { hints, above, step, depth: above.depth + 1, columns };
}

/** What is left out of a list leaves its place empty: the others keep theirs. */
function copyList(list: readonly unknown[], place: Place, search: Search): unknown {
  const before = search.found.length;
  const said = saidInList(list);
  const { columns } = place;
  const copies = list.map((value, index) => {
    const isRow = columns !== undefined && Array.isArray(value);
    const inColumn = isRow ? 0 : (columns?.[index] ?? 0);
    const hints = allHints(place.hints, said(index) | inColumn);
    const one = below(place, index, { hints, columns: isRow ? columns : undefined });
    const kept = copy(value, one, search);
    return kept === OMITTED ? null : kept;
  });
  return search.found.length === before ? list : copies;
}

function copyObject(
  object: Readonly<Record<string, unknown>>,
  place: Place,
  search: Search,
): unknown {
  const before = search.found.length;
  const saidOf = saidInObject(object);
  const entries = Object.entries(object).map(([name, value]): [string, unknown] => {
    const { hints: said, columns } = saidOf(name);
    if (!isSecretName(name, place, search)) {
      const hints = allHints(ownHints(name, object, place), said);
      return [name, copy(value, below(place, name, { hints, columns }), search)];
    }
    search.found.push([...pathOf(place), HIDDEN_NAME]);
    return [name, OMITTED];
  });
  if (search.found.length === before) return object;
  return Object.fromEntries(entries.filter(([, value]) => value !== OMITTED));
}

/** `{key: "events", value: "all"}` names something with its key. */
function ownHints(name: string, object: object, { hints }: Place): SecretHints {
  const own = allHints(hints, hintsOf(name));
  const isNaming = name.toLowerCase() === 'key' && ('value' in object || 'Value' in object);
  return isNaming ? hints : own;
}

function isSecretName(name: string, { depth }: Place, search: Search): boolean {
  return MAY_BE_SECRET_NAME.test(name) && isSecretString(name, { hints: 0, depth }, search);
}
