import { allHints, hintsOf, type SecretHints } from './secret-names.ts';

// A name may also stand beside what it names: `{name: "API_KEY", value: "..."}`, `["API_KEY", "..."]`.

const NAMING = new Set(['name', 'key', 'field', 'variable', 'header', 'label', 'k', 'n']);
const NAMED = new Set(['value', 'val', 'content', 'data', 'default', 'v']);
/** No name is longer. */
const MAX_LENGTH = 200;

const NOTHING = () => 0;

/** What the naming fields of an object say of its fields that hold a value. */
export function namedIn(object: Readonly<Record<string, unknown>>): (field: string) => SecretHints {
  let hints: SecretHints = 0;
  for (const [field, value] of Object.entries(object))
    if (typeof value === 'string' && NAMING.has(field.toLowerCase()))
      hints = allHints(hints, hintsIn(value));
  return hints === 0 ? NOTHING : (field) => (NAMED.has(field.toLowerCase()) ? hints : 0);
}

/** What the first of two says of the second. */
export function namedPair(list: readonly unknown[]): SecretHints {
  const [name] = list;
  return list.length === 2 && typeof name === 'string' ? hintsIn(name) : 0;
}

function hintsIn(text: string): SecretHints {
  return text.length <= MAX_LENGTH ? hintsOf(text) : 0;
}
