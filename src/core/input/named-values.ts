import { isJsonObject, type JsonObject } from './json.ts';
import {
  allHints,
  hintsOf,
  isCredential,
  isHookSecret,
  isPlainlySecret,
  type SecretHints,
} from './secret-names.ts';

// A name may also stand beside what it names: `{name: "API_KEY", value: "..."}`, `["API_KEY", "..."]`,
// `["--api-key", "..."]`, `{columns: [..., "api_key"], rows: [[..., "..."]]}`.

const NAMING = wordList('name key field variable header label k n');
const NAMED = wordList(
  'value val content data default v valuestring valuetext valuebase64 stringvalue textvalue rawvalue',
);
/** These mean much else: only a name of a webhook's secret counts in them. */
const MAY_BE_NAMING = wordList(
  'id type param parameter property attribute option setting var title',
);
const MAY_BE_NAMED = wordList('text string values body');
const HEADINGS = wordList('columns fields header headers headings names keys cols');
const ROWS = wordList('rows data values records items');
/** No name is longer. */
const MAX_LENGTH = 200;

const OPTION = /^-D(?=[a-z])|^-+/;
/** A list of nothing but names: none of them is the value of another. */
const ONLY_NAME = /^[A-Za-z_]{1,60}$/;
const MAY_BE_NAME = /^-{0,2}[A-Za-z_][\w.-]{0,99}$/;

/** What is said of a value by texts beside it. */
export type Said = {
  readonly hints: SecretHints;
  /** Of the values in a list below it, one by one; of rows, of those in each. */
  readonly columns: readonly SecretHints[] | undefined;
};

const NOTHING: Said = { hints: 0, columns: undefined };
const OF_NONE = () => NOTHING;

function wordList(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

/** What the fields of an object say of its other fields. */
export function saidInObject(object: Readonly<Record<string, unknown>>): (field: string) => Said {
  let hints: SecretHints = 0;
  let columns: readonly SecretHints[] | undefined;
  for (const [field, value] of Object.entries(object)) {
    if (typeof value !== 'string' && !Array.isArray(value)) continue;
    const name = field.toLowerCase();
    hints = allHints(hints, saidBy(name, value));
    if (HEADINGS.has(name)) columns ??= headings(value);
  }
  if (hints === 0 && columns === undefined) return OF_NONE;
  const isOfHook = isHookSecret(hints);
  return (field) => {
    const name = field.toLowerCase().replace(/[^a-z0-9]/g, '');
    const mayBeNamed = isOfHook || (name === 'values' && isPlainlySecret(hints));
    const isNamed = NAMED.has(name) || (mayBeNamed && MAY_BE_NAMED.has(name));
    return { hints: isNamed ? hints : 0, columns: ROWS.has(name) ? columns : undefined };
  };
}

function saidBy(field: string, value: unknown): SecretHints {
  const isNaming = NAMING.has(field);
  if (!isNaming && !MAY_BE_NAMING.has(field)) return 0;
  const said = Array.isArray(value)
    ? value.map(hintsIn).reduce((all, own) => allHints(all, own), 0)
    : hintsIn(value);
  return isNaming || isHookSecret(said) ? said : 0;
}

function headings(value: unknown): readonly SecretHints[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const columns = value.map((one) => {
    const hints = isJsonObject(one) ? hintsOfHeading(one) : hintsIn(one);
    return isPlainlySecret(hints) ? hints : 0;
  });
  return columns.some((hints) => hints !== 0) ? columns : undefined;
}

/** `{name: "id", type: "text"}` */
function hintsOfHeading(heading: JsonObject): SecretHints {
  return Object.entries(heading)
    .filter(([field]) => NAMING.has(field.toLowerCase()))
    .reduce((all, [, name]) => allHints(all, hintsIn(name)), 0);
}

const OF_NO_PLACE = () => 0;

/** What the texts in a list say of those that follow them. */
export function saidInList(list: readonly unknown[]): (place: number) => SecretHints {
  if (list.length === 2) {
    const first = hintsIn(withoutDashes(list[0]));
    return first === 0 ? OF_NO_PLACE : (place) => (place === 1 ? first : 0);
  }
  return list.some((one) => isName(one) && hintsBefore(one) !== 0)
    ? saidBeforeIn(list)
    : OF_NO_PLACE;
}

function saidBeforeIn(list: readonly unknown[]): (place: number) => SecretHints {
  const areNames = list.every((one) => typeof one === 'string' && ONLY_NAME.test(one));
  if (areNames) return OF_NO_PLACE;
  return (place) => {
    const [name, value] = [list[place - 1], list[place]];
    if (!isName(name) || (typeof value === 'string' && value.startsWith('-'))) return 0;
    const hints = hintsBefore(name);
    // Raw headers: a name, its value, and so on.
    const isPair = list.length % 2 === 0 && place % 2 === 1;
    return isHookSecret(hints) || name.startsWith('-') || isPair ? hints : 0;
  };
}

function isName(one: unknown): one is string {
  return typeof one === 'string' && MAY_BE_NAME.test(one);
}

/** What a name says of the text behind it. An option is no common word. */
function hintsBefore(name: string): SecretHints {
  const hints = hintsOf(name.replace(OPTION, ''));
  const isSecret = isPlainlySecret(hints) || (name.startsWith('-') && isCredential(hints));
  return isSecret ? hints : 0;
}

function withoutDashes(name: unknown): unknown {
  return typeof name === 'string' && name.startsWith('-') ? name.replace(OPTION, '') : name;
}

function hintsIn(name: unknown): SecretHints {
  return typeof name === 'string' && name.length <= MAX_LENGTH ? hintsOf(name) : 0;
}
