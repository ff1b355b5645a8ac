import {
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  Kind,
  locatedError,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import { type AccessRule, enforce } from '../../security/authentication/access.ts';
import type { Context } from './context.ts';
import { refused } from './refused.ts';
import type { VariableValues } from './variables.ts';

type Operation = {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly variables: VariableValues;
};

/** The code of a field that did not run because another of its document was refused. */
export const NOT_RUN = 'NOT_RUN';

/**
 * Checks who may use the root fields of a mutation, and their arguments, before the first one runs: else
 * what was done would stand beside what was refused, unknown to a caller who gave up. Rights that depend on
 * whose an object is are checked where the field runs: the fields before it may change that.
 * @returns null when all may run; else the answer, of a mutation of which nothing ran
 */
export function refusedMutation(
  schema: GraphQLSchema,
  operation: Operation,
  context: Context,
): ExecutionResult | null {
  const fields = rootFields(operation);
  // A field by itself is checked where it runs.
  if (fields.size < 2) return null;
  const known = schema.getMutationType()?.getFields() ?? {};
  const problems = new Map<string, GraphQLError>();
  for (const [key, node] of fields) {
    const field = known[node.name.value];
    const problem = field && problemOf(field, node, { variables: operation.variables, context });
    if (problem) problems.set(key, locatedError(problem, [node], [key]));
  }
  const [first] = problems.keys();
  if (first === undefined) return null;
  const errors = [...fields].map(([key, node]) => problems.get(key) ?? notRun(key, node, first));
  return {
    errors: errors.sort((one, other) => rank(one) - rank(other)),
    data: Object.fromEntries([...fields.keys()].map((key) => [key, null])),
  };
}

type Given = { readonly variables: VariableValues; readonly context: Context };

function problemOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  { variables, context }: Given,
): Error | null {
  try {
    const rule = field.extensions['access'] as AccessRule | undefined;
    if (rule) enforce(context.viewer, rule, undefined);
  } catch (error) {
    const place = { parentType: { name: 'Mutation' }, fieldName: field.name };
    return refused(context, place, error as Error);
  }
  try {
    getArgumentValues(field, node, variables);
    return null;
  } catch (error) {
    return error as Error;
  }
}

function notRun(key: string, node: FieldNode, first: string): GraphQLError {
  return createGraphQLError(`Not run because \`${first}\` of the same request was refused`, {
    nodes: node,
    path: [key],
    extensions: { code: NOT_RUN },
  });
}

/** What was refused comes before what was not run for it. */
function rank({ extensions }: GraphQLError): number {
  return extensions['code'] === NOT_RUN ? 1 : 0;
}

/** By the names of the answer, fragments spread out, without what is skipped. */
function rootFields({ document, definition, variables }: Operation): Map<string, FieldNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const part of document.definitions)
    if (part.kind === Kind.FRAGMENT_DEFINITION) fragments.set(part.name.value, part);
  const fields = fieldsIn(definition.selectionSet, { fragments, variables });
  // The first of a name stands for all that are merged with it.
  return new Map(fields.reverse().map((node) => [node.alias?.value ?? node.name.value, node]));
}

type Spread = {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: VariableValues;
};

function fieldsIn({ selections }: SelectionSetNode, source: Spread): FieldNode[] {
  return selections.flatMap((selection) => {
    if (!isIncluded(selection, source.variables)) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : source.fragments.get(selection.name.value);
    return fragment === undefined ? [] : fieldsIn(fragment.selectionSet, source);
  });
}

function isIncluded(node: SelectionNode, variables: VariableValues): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;
}
