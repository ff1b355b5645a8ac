import { type Words, withWords, wordsOf } from './secret-names.ts';

// A name may also stand beside what it names: `{name: "API_KEY", value: "..."}`, `["API_KEY", "..."]`.

const NAMING = new Set(['name', 'key', 'field', 'variable', 'header', 'label', 'k', 'n']);
const NAMED = new Set(['value', 'val', 'content', 'data', 'default', 'v']);
/** No name is longer. */
const MAX_LENGTH = 200;

const NOTHING = () => 0;

/** What the naming fields of an object say of its fields that hold a value. */
export function namedIn(object: Readonly<Record<string, unknown>>): (field: string) => Words {
  let words: Words = 0;
  for (const [field, value] of Object.entries(object))
    if (typeof value === 'string' && NAMING.has(field.toLowerCase()))
      words = withWords(words, wordsIn(value));
  return words === 0 ? NOTHING : (field) => (NAMED.has(field.toLowerCase()) ? words : 0);
}

/** What the first of two says of the second. */
export function namedPair(list: readonly unknown[]): Words {
  const [name] = list;
  return list.length === 2 && typeof name === 'string' ? wordsIn(name) : 0;
}

function wordsIn(text: string): Words {
  return text.length <= MAX_LENGTH ? wordsOf(text) : 0;
}
