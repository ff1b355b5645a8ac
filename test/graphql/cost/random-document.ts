import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

/** Ids of rows that exist, by the name of their type. */
export type KnownIds = Readonly<
  Record<string, { readonly ids: readonly string[]; readonly databaseId: number }>
>;

export type RandomDocument = {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
};

type Field = GraphQLField<unknown, unknown>;
type Source = {
  readonly schema: GraphQLSchema;
  readonly known: KnownIds;
  readonly pick: Pick;
  readonly fragments: string[];
  aliases: number;
};

/** A number from 0 to below the limit. */
type Pick = (limit: number) => number;

const DEPTH = 9;
const RANGES = [
  '{start: "2026-01-01T00:00:00Z", end: "2026-01-05T12:00:00Z"}',
  '{start: "2025-12-31T23:59:59.999Z", end: "2026-01-02T00:00:00Z"}',
  '{start: "2026-01-29T10:30:00Z", end: "2026-02-02T10:30:00.001Z"}',
];
/** Rows of a page: none, some, all that there are. */
const SIZES = [0, 1, 2, 3];

/** A query over the real schema: any fields, with aliases, fragments, conditions and variables. */
export function randomDocument(
  schema: GraphQLSchema,
  known: KnownIds,
  seed: number,
): RandomDocument {
  const pick = pickFrom(seed);
  const source: Source = { schema, known, pick, fragments: [], aliases: 0 };
  const query = schema.getQueryType();
  if (!query) throw new Error('A schema without queries');
  const selection = selectionOf(source, query, DEPTH);
  const head =
    'query ($n0: Int, $n1: Int, $n2: Int, $absent: Int, $yes: Boolean!, $no: Boolean!, $ids: [ID!]!, $range: DateRange!)';
  // Every variable is used, whatever else the document holds.
  const used = `last: users(first: $n0) { a: totalCount @include(if: $yes) b: totalCount @skip(if: $no) edges { node { meetings(last: $n1) { totalCount } usage { daily(range: $range) { day } } } } } rest: users(first: $n2, last: $absent) { totalCount } all: nodes(ids: $ids) { ... on User { email } }`;
  return {
    query: `${head} { ${selection} ${used} } ${source.fragments.join(' ')}`,
    variables: {
      n0: pick(3),
      n1: pick(3),
      n2: pick(3),
      yes: pick(2) === 0,
      no: pick(2) === 0,
      ids: known['User']?.ids.slice(0, pick(3)),
      range: { start: '2026-01-01T00:00:00Z', end: '2026-01-04T00:00:00Z' },
    },
  };
}

/** The generator "mulberry32": the same numbers for the same seed. */
function pickFrom(seed: number): Pick {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

function selectionOf(source: Source, type: GraphQLObjectType, depth: number): string {
  const fields = Object.values(type.getFields()).filter(
    (field) => (depth > 1 || !isComposite(field)) && argumentsOf(source, field) !== null,
  );
  const count = 1 + source.pick(type.name === 'Query' ? 2 : 3);
  const chosen = Array.from({ length: count }, () => fields[source.pick(fields.length)]);
  const parts = chosen.flatMap((field) => (field ? placesOf(source, type, { field, depth }) : []));
  return parts.length === 0 ? '__typename' : parts.join(' ');
}

type Place = { readonly field: Field; readonly depth: number };

/** One field: as it is, under another name, under a condition, or once more within a fragment. */
function placesOf(source: Source, type: GraphQLObjectType, { field, depth }: Place): string[] {
  const isAliased = source.aliases < 25 && isComposite(field);
  source.aliases += isAliased ? 1 : 0;
  // Two fields of one name must agree: each that takes arguments has a name of its own.
  const name = isAliased
    ? `f${source.aliases}: ${field.name}`
    : field.args.length > 0 || isComposite(field)
      ? null
      : field.name;
  if (name === null) return [];
  const call = `${name}${argumentsOf(source, field) ?? ''}`;
  const once = () => `${call}${conditionOf(source)}${below(source, field, depth)}`;
  const way = source.pick(6);
  if (way === 0) return [once(), `... on ${type.name} { ${once()} }`];
  if (way === 1) {
    const fragment = `F${source.fragments.length}`;
    source.fragments.push('');
    source.fragments[Number(fragment.slice(1))] =
      `fragment ${fragment} on ${type.name} { ${once()} }`;
    return [`...${fragment}`, once()];
  }
  if (way === 2) return [`... @include(if: $yes) { ${once()} }`];
  return [once()];
}

function conditionOf({ pick }: Source): string {
  return [' @include(if: $yes)', ' @skip(if: $no)', ' @skip(if: false)', '', '', ''][pick(6)] ?? '';
}

function below(source: Source, { type }: Field, depth: number): string {
  const inner = getNamedType(type);
  if (isObjectType(inner)) return ` { ${selectionOf(source, inner, depth - 1)} }`;
  if (!isInterfaceType(inner)) return '';
  // Objects of one type are asked for: see argumentsOf.
  const user = source.schema.getType('User');
  return isObjectType(user)
    ? ` { id ... on User { ${selectionOf(source, user, depth - 1)} } }`
    : '';
}

function isComposite({ type }: Field): boolean {
  return isCompositeType(getNamedType(type));
}

/** Null where a required argument is of a type that is not known here. */
function argumentsOf(source: Source, field: Field): string | null {
  const given: string[] = [];
  for (const argument of field.args) {
    const value = argumentOf(source, field, argument);
    if (value !== null) given.push(`${argument.name}: ${value}`);
    else if (isRequiredArgument(argument)) return null;
  }
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}

type Choose = (source: Source, field: Field) => string | undefined;

/** By the name of an argument, or of its type. */
const VALUES: Readonly<Record<string, Choose>> = {
  first: ({ pick }, { name }) =>
    name === 'topUsers' ? '4' : (['$n0', '$n1', '$n2'][pick(8)] ?? String(SIZES[pick(4)])),
  DateRange: ({ pick }) => (pick(4) === 0 ? '$range' : RANGES[pick(RANGES.length)]),
  Bucket: ({ pick }) => ['HOUR', 'DAY', 'WEEK', 'MONTH'][pick(4)],
  AnalyticsMetric: () => 'MEETINGS',
  TopUsersBy: () => 'MEETINGS',
  UserBy: (source) => byOf(source, 'User'),
  ApiTokenBy: (source) => byOf(source, 'ApiToken'),
  MeetingBy: (source) => byOf(source, 'Meeting'),
  ids: ({ pick, known }) =>
    pick(2) === 0 ? '$ids' : JSON.stringify(known['User']?.ids.slice(0, 1 + pick(3))),
  id: ({ known }) => JSON.stringify(known['User']?.ids[0]),
  token: () => '"no key"',
};

function argumentOf(source: Source, field: Field, { name, type }: GraphQLArgument): string | null {
  const choose = VALUES[getNamedType(type).name] ?? VALUES[name];
  return choose?.(source, field) ?? null;
}

function byOf({ known }: Source, type: string): string | undefined {
  const row = known[type];
  return row && `{databaseId: ${row.databaseId}}`;
}
