import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** What a document costs by the printed schema and by its answer, had the answer no gaps. */
export type FullAnswer = { readonly points: number; readonly full: number; readonly lists: number };

type Declared = {
  readonly base?: number;
  readonly weight?: number;
  readonly items?: number;
  readonly by?: string;
};
type Json = Readonly<Record<string, unknown>>;
type Count = {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Json;
  /** Places that were paid for once already. */
  readonly paid: Set<string>;
  points: number;
  lists: number;
  full: number;
};
type Place = { readonly path: string; readonly outer: Json };

/**
 * Counts the objects of an answer, and what `@cost` declares. Where something is null, or a list shorter
 * than it can be, it counts as the document selects it.
 */
export function fullAnswer(
  schema: GraphQLSchema,
  document: DocumentNode,
  { variables, data }: { readonly variables: Json; readonly data: unknown },
): FullAnswer {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const query = schema.getQueryType();
  if (!operation || !query) throw new Error('A document without a query');
  const fragments = new Map(
    document.definitions
      .filter((one) => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one] as const),
  );
  // As coerced: dates are objects for the arguments that are counted by.
  const coerced = Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap(({ variable: { name } }) =>
      variables[name.value] === undefined ? [] : [[name.value, variables[name.value]]],
    ),
  );
  const count: Count = {
    schema,
    fragments,
    variables: coerced,
    paid: new Set(),
    points: 0,
    lists: 0,
    full: 0,
  };
  object(count, query, { value: data, sets: [operation.selectionSet], path: '', outer: {} });
  return count;
}

type Told = Place & { readonly value: unknown; readonly sets: readonly SelectionSetNode[] };

function object(count: Count, type: GraphQLObjectType, { value, sets, path, outer }: Told): void {
  for (const [name, nodes] of selected(count, type, sets)) {
    const [node] = nodes;
    const definition = node && type.getFields()[node.name.value];
    if (!node || !definition) continue;
    const own = (value as Json | null | undefined)?.[name];
    field(count, definition, { nodes, value: own, path: `${path}.${name}`, outer });
  }
}

type Selected = Place & { readonly nodes: readonly FieldNode[]; readonly value: unknown };

function field(
  count: Count,
  definition: GraphQLField<unknown, unknown>,
  selection: Selected,
): void {
  const { nodes, value, path, outer } = selection;
  const cost = declared(count.schema, definition);
  if (!count.paid.has(path)) count.points += cost.base ?? 0;
  count.paid.add(path);
  count.points += cost.weight ?? 0;
  const named = getNamedType(definition.type);
  const type = isObjectType(named) ? named : count.schema.getType('User');
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  if (!isObjectType(type) || sets.length === 0) return;
  const [node] = nodes;
  const args = node ? getArgumentValues(definition, node, count.variables) : {};
  const isList = isListType(getNullableType(definition.type));
  const values = isList
    ? listed(count, { value, path, length: lengthOf(cost, args, outer) })
    : [value];
  count.points += values.length;
  for (const one of values) object(count, type, { value: one, sets, path, outer: args });
}

type List = { readonly value: unknown; readonly path: string; readonly length: number };

/** As many as it can hold: what is missing is undefined. */
function listed(count: Count, { value, path, length }: List): readonly unknown[] {
  const rows = (value ?? []) as readonly unknown[];
  if (rows.length > length) throw new Error(`${path} holds ${rows.length}, not ${length}`);
  if (value) count.lists += 1;
  if (value && rows.length === length) count.full += 1;
  return Array.from({ length }, (_, place) => rows[place]);
}

function declared(schema: GraphQLSchema, { astNode }: GraphQLField<unknown, unknown>): Declared {
  const directive = schema.getDirective('cost');
  return (directive && astNode && getDirectiveValues(directive, astNode)) ?? {};
}

function lengthOf({ items, by }: Declared, args: Json, outer: Json): number {
  if (by === undefined) return items ?? 0;
  if (by === 'first') return Number(args['first'] ?? outer['first'] ?? outer['last'] ?? 50);
  if (by === 'ids') return (args['ids'] as unknown[]).length;
  const { start, end } = (args['range'] ?? outer['range']) as Record<'start' | 'end', string>;
  return buckets(new Date(start), new Date(end), String(args['bucket'] ?? 'DAY'));
}

/** Walks from one bucket of UTC to the next. */
function buckets(start: Date, end: Date, bucket: string): number {
  const at = new Date(start);
  at.setUTCMinutes(0, 0, 0);
  if (bucket !== 'HOUR') at.setUTCHours(0);
  if (bucket === 'WEEK') at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7));
  if (bucket === 'MONTH') at.setUTCDate(1);
  let points = 0;
  for (; at < end; points += 1) {
    if (bucket === 'HOUR') at.setUTCHours(at.getUTCHours() + 1);
    if (bucket === 'DAY') at.setUTCDate(at.getUTCDate() + 1);
    if (bucket === 'WEEK') at.setUTCDate(at.getUTCDate() + 7);
    if (bucket === 'MONTH') at.setUTCMonth(at.getUTCMonth() + 1);
  }
  return points;
}

/** The fields of one object by response name, as the specification collects them. */
function selected(
  count: Count,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): Map<string, FieldNode[]> {
  const fields = sets.flatMap((set) => fieldsOf(count, type, set));
  return Map.groupBy(fields, ({ alias, name }) => (alias ?? name).value);
}

function fieldsOf(count: Count, type: GraphQLObjectType, set: SelectionSetNode): FieldNode[] {
  const included = set.selections.filter((selection) => isIncluded(count, selection));
  return included.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const isInline = selection.kind === Kind.INLINE_FRAGMENT;
    const fragment = isInline ? selection : count.fragments.get(selection.name.value);
    const on = fragment?.typeCondition?.name.value ?? type.name;
    return fragment && on === type.name ? fieldsOf(count, type, fragment.selectionSet) : [];
  });
}

function isIncluded({ variables }: Count, { directives = [] }: SelectionNode): boolean {
  return directives.every(({ name, arguments: [condition] = [] }) => {
    const { value } = condition ?? {};
    const holds =
      value?.kind === Kind.VARIABLE
        ? variables[value.name.value] === true
        : value?.kind === Kind.BOOLEAN && value.value;
    return name.value === 'skip' ? !holds : holds;
  });
}
