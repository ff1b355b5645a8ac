import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLDirective,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { VariableValues } from '../../kit/graphql/variables.ts';

/** A document with the variables that decide what `@skip` and `@include` leave. */
export type SelectionSource = {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: VariableValues;
};

/** The places of one field of an answer: several, where fragments select it again. */
export type FieldPlaces = readonly [FieldNode, ...FieldNode[]];

/** What an object of the answer holds, by response name: each field once, as the executor merges them. */
export function mergedFields(
  source: SelectionSource,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, FieldPlaces> {
  const found = new Map<string, FieldPlaces>();
  for (const field of selectionSets.flatMap((set) => [...fieldsIn(source, type, set)])) {
    const name = field.alias?.value ?? field.name.value;
    const before = found.get(name);
    found.set(name, before === undefined ? [field] : [...before, field]);
  }
  return found;
}

/** All that apply to the type, those of fragments among them. */
function* fieldsIn(
  source: SelectionSource,
  type: GraphQLObjectType,
  { selections }: SelectionSetNode,
): Generator<FieldNode> {
  for (const selection of selections) {
    if (!isIncluded(selection, source.variables)) continue;
    if (selection.kind === Kind.FIELD) {
      yield selection;
      continue;
    }
    const inner = spreadOf(source, type, selection);
    if (inner !== null) yield* fieldsIn(source, type, inner);
  }
}

/** Null for a fragment on another type. */
function spreadOf(
  { schema, fragments }: SelectionSource,
  type: GraphQLObjectType,
  selection: Exclude<SelectionNode, FieldNode>,
): SelectionSetNode | null {
  const fragment =
    selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
  if (fragment === undefined) return null;
  const condition = fragment.typeCondition?.name.value;
  if (condition === undefined || condition === type.name) return fragment.selectionSet;
  const wanted = schema.getType(condition);
  const isKind = isAbstractType(wanted) && schema.isSubType(wanted, type);
  return isKind ? fragment.selectionSet : null;
}

function isIncluded(selection: SelectionNode, variables: VariableValues): boolean {
  if ((selection.directives?.length ?? 0) === 0) return true;
  const conditionOf = (directive: GraphQLDirective) => {
    try {
      return getDirectiveValues(directive, selection, variables)?.['if'];
    } catch {
      // The executor refuses it; until then it counts.
      return undefined;
    }
  };
  return (
    conditionOf(GraphQLSkipDirective) !== true && conditionOf(GraphQLIncludeDirective) !== false
  );
}

/** The names of the variables that decide about `@skip` and `@include`. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }: DirectiveNode) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
