import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isUnionType,
  specifiedScalarTypes,
} from 'graphql';

const WORD = /[_A-Za-z]\w*/g;
const QUOTED = /"[^"]*"|`[^`]*`/g;
/** Such as `Meeting.data`: no sentence, but names alone. */
const NAMES_ONLY = /^[\w.]+$/;
/** The type before a field: hidden, it is left out. */
const HIDDEN_TYPE = /^…\./;

/** Such as `JSONObject` or `CREATED_AT`. */
const UNLIKE_A_WORD = /[a-z][A-Z]|[A-Z]{2}|_/;

const HINT = ' Did you mean ';

/**
 * What an error of the library may say to a caller who may not see the schema: no hint, and no name of
 * the schema that the request did not have itself.
 * @param message already short
 * @param sent the words of the request
 */
export function withoutHiddenNames(
  schema: GraphQLSchema,
  message: string,
  sent: () => ReadonlySet<string>,
): string {
  const hint = message.indexOf(HINT);
  const text = hint === -1 ? message : message.slice(0, hint);
  const names = namesOf(schema);
  const found = text.match(WORD)?.filter((word) => names.has(word)) ?? [];
  if (found.length === 0) return text;

  const hidden = new Set(found.filter((word) => !sent().has(word)));
  if (hidden.size === 0) return text;
  const hide = (quoted: string) => quoted.replace(WORD, (word) => (hidden.has(word) ? '…' : word));
  if (NAMES_ONLY.test(text)) return hide(text).replace(HIDDEN_TYPE, '');
  // Outside of quotes stand the library's own words, of which some are names of the schema, too.
  return text
    .replace(QUOTED, hide)
    .replace(WORD, (word) => (UNLIKE_A_WORD.test(word) ? hide(word) : word));
}

export function wordsIn(text: string): readonly string[] {
  return text.match(WORD) ?? [];
}

/** Names that tell nothing about this schema. */
const IN_EVERY_SERVICE = [
  ...['Query', 'Mutation', 'Subscription'],
  ...specifiedScalarTypes.map(({ name }) => name),
];

const known = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

function namesOf(schema: GraphQLSchema): ReadonlySet<string> {
  const names =
    known.get(schema) ??
    new Set(collectNames(schema).filter((name) => !IN_EVERY_SERVICE.includes(name)));
  known.set(schema, names);
  return names;
}

function collectNames(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (isEnumType(type)) return [type.name, ...type.getValues().map(({ name }) => name)];
    if (isLeafType(type) || isUnionType(type)) return [type.name];
    if (isInputObjectType(type)) return [type.name, ...Object.keys(type.getFields())];
    const fields = Object.values(type.getFields());
    return [
      type.name,
      ...fields.flatMap(({ name, args }) => [name, ...args.map((arg) => arg.name)]),
    ];
  });
}
