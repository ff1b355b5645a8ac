import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { FieldCost } from '../../kit/graphql/cost.ts';
import type { VariableValues } from '../../kit/graphql/variables.ts';
import { argumentsOf, WITHOUT_ARGUMENTS } from './cost-arguments.ts';
import { type Cost, measureCost } from './cost-measure.ts';
import type { CostBranches, CostStep } from './cost-steps.ts';
import {
  conditionVariables,
  type FieldPlaces,
  mergedFields,
  type SelectionSource,
} from './merged-fields.ts';

export type CostPlan = (variables: VariableValues) => Cost;

/** With more combinations of `@skip` and `@include` than this, a plan is made for one request. */
const MOST_VARIANTS = 16;

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
  const root = schema.getRootType(operation.operation);
  if (!root) return () => ({ points: 0, passedAt: null });
  const conditions = conditionVariables(document);
  const variants = new Map<string, CostPlan>();
  return (variables) => {
    const variant = conditions.map((name) => (variables[name] === true ? '+' : '-')).join('');
    const known = variants.get(variant);
    if (known !== undefined) return known(variables);
    const source = { schema, fragments, variables };
    const plan = measuring(branchesOf(source, root, { sets: [operation.selectionSet], path: [] }));
    if (variants.size < MOST_VARIANTS) variants.set(variant, plan);
    return plan(variables);
  };
}

function measuring(steps: CostBranches): CostPlan {
  if (steps.flat().some(dependsOnVariables)) return (variables) => measureCost(steps, variables);
  const fixed = measureCost(steps, {});
  return () => fixed;
}

function dependsOnVariables({ isFixed, below }: CostStep): boolean {
  return !isFixed || below.flat().some(dependsOnVariables);
}

type Selected = { readonly sets: readonly SelectionSetNode[]; readonly path: readonly string[] };

function branchesOf(source: SelectionSource, type: GraphQLType, selected: Selected): CostBranches {
  const named = getNamedType(type);
  if (selected.sets.length === 0) return [];
  if (isObjectType(named)) return [stepsOf(source, named, selected)];
  if (!isAbstractType(named)) return [];
  return source.schema
    .getPossibleTypes(named)
    .map((possible) => stepsOf(source, possible, selected))
    .filter((steps) => steps.length > 0);
}

function stepsOf(
  source: SelectionSource,
  type: GraphQLObjectType,
  { sets, path }: Selected,
): CostStep[] {
  return [...mergedFields(source, type, sets)].flatMap(([name, places]) =>
    stepOf(source, type, { places, path: [...path, name] }),
  );
}

type Field = { readonly places: FieldPlaces; readonly path: readonly string[] };

/** Nothing for the schema's own fields: it is as large as it is, and small. */
function stepOf(
  source: SelectionSource,
  type: GraphQLObjectType,
  { places, path }: Field,
): CostStep[] {
  const [node] = places;
  const field = type.getFields()[node.name.value];
  if (field === undefined) return [];
  const cost = (field.extensions['cost'] as FieldCost | undefined) ?? {};
  const isObject = isCompositeType(getNamedType(field.type));
  if (!isObject && cost.base === undefined && cost.weight === undefined) return [];
  const sets = places.flatMap(({ selectionSet }) => selectionSet ?? []);
  const below = branchesOf(source, field.type, { sets, path });
  const isCounted = isCountedByArguments([{ cost }, ...below.flat()]);
  return [
    {
      place: `${type.name}.${field.name}`,
      path,
      node,
      cost,
      perItem: isObject ? 1 : 0,
      isSized: field.args.some(({ name }) => name === 'first'),
      ...(isCounted ? argumentsOf(field, node) : WITHOUT_ARGUMENTS),
      below,
    },
  ];
}

/** Its own arguments count what a field answers, and what the fields of that answer do. */
function isCountedByArguments(steps: readonly Pick<CostStep, 'cost'>[]): boolean {
  return steps.some(({ cost: { items } }) => typeof items === 'object' && 'by' in items);
}
