import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { schema } from '../../../src/api/graphql/schema.ts';
import { print, sampleFor } from './samples.ts';

export type AnyField = GraphQLField<unknown, unknown>;

/** Where a field stands: what leads to it, with `@` in its place. */
type Host = { readonly field: AnyField; readonly isMutation: boolean; readonly around: string };

export type Slot = {
  readonly name: string;
  readonly host: Host;
  readonly argument: GraphQLArgument;
  readonly path: readonly string[];
  readonly type: GraphQLInputType;
};

/** The shortest way from the query to each type with arguments of its own. */
function hosts(): Host[] {
  const found: Host[] = [];
  const open: { type: GraphQLObjectType; around: string }[] = [];
  const seen = new Set<GraphQLNamedType>();
  const visit = (type: GraphQLNamedType | null | undefined, around: string) => {
    if (!isObjectType(type) || seen.has(type)) return;
    seen.add(type);
    open.push({ type, around });
  };
  visit(schema.getQueryType(), '{ @ }');
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    for (const field of Object.values(next.type.getFields())) {
      if (field.args.length > 0) found.push({ field, isMutation: false, around: next.around });
      const list = isListType(getNullableType(field.type));
      if (!list)
        visit(getNamedType(field.type), next.around.replace('@', `${callOf(field)} { @ }`));
    }
  }
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {}))
    found.push({ field, isMutation: true, around: 'mutation { @ }' });
  return found;
}

const SHARED = { mark: '', onOwn: () => undefined };

/** With only what must be given: a literal that is right for every subject. */
function callOf(field: AnyField): string {
  const given = field.args
    .filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined)
    .map(({ name, type }) => `${name}: ${print(sampleFor(type, [field.name, name]), SHARED)}`);
  return given.length === 0 ? field.name : `${field.name}(${given.join(', ')})`;
}

function slotsOf(host: Host): Slot[] {
  return host.field.args.flatMap((argument) => {
    const own = { name: kindOf(argument), host, argument };
    return [
      { ...own, path: [], type: argument.type },
      ...slotsBelow({ host, argument }, argument.type, []),
    ];
  });
}

function slotsBelow(
  start: Pick<Slot, 'host' | 'argument'>,
  type: GraphQLInputType,
  path: readonly string[],
): Slot[] {
  const inner = getNamedType(type);
  if (!isInputObjectType(inner)) return [];
  return Object.values(inner.getFields()).flatMap((field) => {
    const below = [...path, field.name];
    const slot = { ...start, name: `${inner.name}.${field.name}`, path: below, type: field.type };
    return [slot, ...slotsBelow(start, field.type, below)];
  });
}

/** Arguments of one name, type and default are one kind, such as all page sizes. */
export function kindOf({ name, type, defaultValue }: GraphQLArgument): string {
  return `(${name}: ${type} = ${JSON.stringify(defaultValue)})`;
}

/** Each kind of argument, and each field of each input, once. */
export function allSlots(): Slot[] {
  const slots = new Map<string, Slot>();
  for (const slot of hosts().flatMap(slotsOf))
    if (!slots.has(slot.name)) slots.set(slot.name, slot);
  return [...slots.values()];
}
