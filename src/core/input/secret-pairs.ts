import { allHints, hintsOf, isHookSecret, type SecretHints } from './secret-names.ts';

// A name may also stand beside what it names: `{name: "API_KEY", value: "..."}`, `["API_KEY", "..."]`.

const NAMING = wordList('name key field variable header label k n');
const NAMED = wordList('value val content data default v');
/** These mean much else: only a name of a webhook's secret counts in them. */
const MAY_BE_NAMING = wordList(
  'id type param parameter property attribute option setting var title',
);
const MAY_BE_NAMED = wordList('text string values body');
/** No name is longer. */
const MAX_LENGTH = 200;

const NOTHING = () => 0;

function wordList(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

/** What the naming fields of an object say of its fields that hold a value. */
export function namedIn(object: Readonly<Record<string, unknown>>): (field: string) => SecretHints {
  let hints: SecretHints = 0;
  for (const [field, value] of Object.entries(object))
    hints = allHints(hints, saidBy(field.toLowerCase(), value));
  if (hints === 0) return NOTHING;
  const isOfHook = isHookSecret(hints);
  return (field) => {
    const name = field.toLowerCase();
    return NAMED.has(name) || (isOfHook && MAY_BE_NAMED.has(name)) ? hints : 0;
  };
}

function saidBy(field: string, value: unknown): SecretHints {
  const isNaming = NAMING.has(field);
  if (!isNaming && !MAY_BE_NAMING.has(field)) return 0;
  const said = Array.isArray(value) ? value.map(hintsIn).reduce(allHints, 0) : hintsIn(value);
  return isNaming || isHookSecret(said) ? said : 0;
}

/** What the first of two says of the second. */
export function namedPair(list: readonly unknown[]): SecretHints {
  const [name] = list;
  return list.length === 2 ? hintsIn(name) : 0;
}

function hintsIn(name: unknown): SecretHints {
  return typeof name === 'string' && name.length <= MAX_LENGTH ? hintsOf(name) : 0;
}
