import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Arguments, FieldCost, Items } from '../../kit/graphql/cost.ts';
import { LIMITS } from '../../kit/graphql/limits.ts';

const NO_ARGUMENTS: Arguments = {};

/** What one field of a document adds, once for all requests that send the document. */
type CostStep = {
  readonly place: string;
  readonly cost: FieldCost;
  /** One point for each object; nothing for a number or a text. */
  readonly perItem: 0 | 1;
  /** Whether its arguments are the same for all variables. */
  readonly isFixed: boolean;
  readonly argumentsFor: (variables: Arguments) => Arguments;
  readonly below: readonly CostStep[];
};

/** What one operation costs with its variables, and where it passed the limit, if it did. */
type Cost = { readonly points: number; readonly passedAt: PassedAt | null };
type PassedAt = { readonly field: string; readonly argument: string | undefined };
export type CostPlan = (variables: Arguments) => Cost;

type SchemaAndFragments = {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
};

/** @param operation of a valid document: fragments end somewhere, and every field exists */
export function planCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CostPlan {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  const root = schema.getRootType(operation.operation) ?? undefined;
  const steps = stepsOf({ schema, fragments }, root, operation.selectionSet);
  const measure: CostPlan = (variables) => {
    const tally: Tally = { variables, points: 0, passedAt: null };
    addAll(tally, steps, { rows: 1, outer: NO_ARGUMENTS, by: undefined });
    return tally;
  };
  if (steps.some(dependsOnVariables)) return measure;
  const fixed = measure(NO_ARGUMENTS);
  return () => fixed;
}

function dependsOnVariables({ isFixed, below }: CostStep): boolean {
  return !isFixed || below.some(dependsOnVariables);
}

function stepsOf(
  source: SchemaAndFragments,
  type: GraphQLNamedType | undefined,
  { selections }: SelectionSetNode,
): CostStep[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return stepOf(source, type, selection);
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const { typeCondition, selectionSet } = selection;
      const inner = typeCondition ? source.schema.getType(typeCondition.name.value) : type;
      return stepsOf(source, inner, selectionSet);
    }
    const fragment = source.fragments.get(selection.name.value);
    if (fragment === undefined) return [];
    const inner = source.schema.getType(fragment.typeCondition.name.value);
    return stepsOf(source, inner, fragment.selectionSet);
  });
}

/** Nothing for the schema's own fields: it is as large as it is, and small. */
function stepOf(
  source: SchemaAndFragments,
  type: GraphQLNamedType | undefined,
  node: FieldNode,
): CostStep[] {
  const field =
    isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
  if (type === undefined || field === undefined) return [];
  const inner = getNamedType(field.type);
  const cost = (field.extensions['cost'] as FieldCost | undefined) ?? {};
  const isObject = isCompositeType(inner);
  const below = node.selectionSet === undefined ? [] : stepsOf(source, inner, node.selectionSet);
  if (!isObject && cost.base === undefined && cost.weight === undefined) return [];
  return [
    {
      place: `${type.name}.${field.name}`,
      cost,
      perItem: isObject ? 1 : 0,
      ...(isCountedByArguments([{ cost }, ...below]) ? argumentsOf(field, node) : NOTHING),
      below,
    },
  ];
}

/** Its own arguments count what a field answers, and what the fields of that answer do. */
function isCountedByArguments(steps: readonly Pick<CostStep, 'cost'>[]): boolean {
  return steps.some(({ cost: { items } }) => typeof items === 'object' && 'by' in items);
}

/** For arguments that nothing is counted by, and for fields without. */
const NOTHING: Given = { isFixed: true, argumentsFor: () => NO_ARGUMENTS };

type Given = Pick<CostStep, 'isFixed' | 'argumentsFor'>;

function argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Given {
  if (field.args.length === 0) return NOTHING;
  let hasVariables = false;
  for (const argument of node.arguments ?? []) {
    visit(argument, {
      Variable: () => {
        hasVariables = true;
      },
    });
  }
  if (hasVariables)
    return { isFixed: false, argumentsFor: (variables) => readArguments(field, node, variables) };
  const fixed = readArguments(field, node, {});
  return { isFixed: true, argumentsFor: () => fixed };
}

/** What is wrong with an argument is for its field to say, and costs nothing. */
function readArguments(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Arguments,
): Arguments {
  try {
    return getArgumentValues(field, node, variables);
  } catch {
    return NO_ARGUMENTS;
  }
}

type Tally = { readonly variables: Arguments; points: number; passedAt: PassedAt | null };
type Above = {
  readonly rows: number;
  /** Those of the field that led here. */
  readonly outer: Arguments;
  /** The argument that says how many rows there are. */
  readonly by: string | undefined;
};

function addAll(tally: Tally, steps: readonly CostStep[], above: Above): void {
  for (const step of steps) add(tally, step, above);
}

function add(tally: Tally, step: CostStep, { rows, outer, by }: Above): void {
  const { base = 0, weight = 0, items = 1 } = step.cost;
  const args = step.argumentsFor(tally.variables);
  const count = rows * itemsOf(items, args, outer);
  if (rows > 0) tally.points += base + rows * weight + count * step.perItem;
  const argument = typeof items === 'object' && 'by' in items ? items.by : by;
  if (tally.points > LIMITS.cost) tally.passedAt ??= { field: step.place, argument };
  addAll(tally, step.below, { rows: count, outer: args, by: argument });
}

function itemsOf(items: Items, args: Arguments, outer: Arguments): number {
  if (typeof items === 'number') return items;
  return 'about' in items ? items.about : items.count(args, outer);
}
