import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isInputObjectType,
  Kind,
  type OperationDefinitionNode,
  separateOperations,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import { type InputIssue, InvalidInputError } from '../../core/errors.ts';
import { isCondition } from '../../kit/graphql/narrows.ts';
import { type VariableValues, variableValue } from '../../kit/graphql/variables.ts';

type Path = readonly string[];

/** An argument of a document that decides which rows are answered, or what is checked, changed or granted. */
type Condition = {
  readonly name: string;
  readonly node: ValueNode;
  readonly type: GraphQLInputType;
  readonly isAlone: boolean;
};

/** @returns what is wrong with the conditions of an operation, once its variables are known */
export type FilterCheck = (variables: VariableValues) => readonly GraphQLError[];

/**
 * A condition without a value is an error. Left out of the statement, it would answer the rows of
 * everybody to a caller that meant those of one user.
 */
export function planFilters(
  schema: GraphQLSchema,
  document: DocumentNode,
  definition: OperationDefinitionNode,
): FilterCheck {
  const conditions = conditionsIn(schema, document, definition);
  return (variables) =>
    conditions.flatMap(({ name, node, type, isAlone }) => {
      const issues = isAlone
        ? missingIssue(node, [name], variables)
        : issuesIn(type, node, { path: [name], variables });
      if (issues.length === 0) return [];
      const error = new InvalidInputError(issues);
      return [createGraphQLError(error.message, { nodes: node, originalError: error })];
    });
}

function conditionsIn(
  schema: GraphQLSchema,
  document: DocumentNode,
  { name }: OperationDefinitionNode,
): Condition[] {
  const found: Condition[] = [];
  const types = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(types, {
    Argument: ({ name: { value }, value: node }) => {
      const argument = types.getArgument();
      if (!argument) return;
      const isAlone = isCondition(argument);
      if (isAlone || isFilter(argument.type) || hasCondition(argument.type))
        found.push({ name: value, node, type: argument.type, isAlone });
    },
  });
  visit(separateOperations(document)[name?.value ?? ''] ?? document, visitor);
  return found;
}

/** All conditions of lists are in inputs with such names: see the test of the schema. */
export function isFilter(type: GraphQLInputType): boolean {
  const inner = getNullableType(type);
  return isInputObjectType(inner) && inner.name.endsWith('Filter');
}

/** Whether a field of this input narrows what a mutation does. */
function hasCondition(type: GraphQLInputType): boolean {
  const inner = getNullableType(type);
  return isInputObjectType(inner) && Object.values(inner.getFields()).some(isCondition);
}

/** In a filter all fields are conditions, in another input those that say so. */
function isLookedAt(type: GraphQLInputType, field: GraphQLInputField | undefined): boolean {
  return isFilter(type) || (field !== undefined && isCondition(field));
}

type Place = { readonly path: Path; readonly variables: VariableValues };

/** Of a filter or an input that stands in the document. */
function issuesIn(
  type: GraphQLInputType,
  node: ValueNode,
  { path, variables }: Place,
): InputIssue[] {
  const filter = getNullableType(type);
  if (!isInputObjectType(filter)) return [];
  if (node.kind === Kind.VARIABLE)
    return valueIssues(filter, variableValue(variables, node.name.value), path);
  if (node.kind !== Kind.OBJECT) return [];
  const known = filter.getFields();
  return node.fields.flatMap(({ name, value }) => {
    const field = known[name.value];
    if (!isLookedAt(filter, field)) return [];
    const below = [...path, name.value];
    const missing = missingIssue(value, below, variables);
    if (!field || missing.length > 0) return missing;
    if (isFilter(field.type) && isEmpty(value, variables)) return [emptyIssue(below)];
    return issuesIn(field.type, value, { path: below, variables });
  });
}

function isEmpty(node: ValueNode, variables: VariableValues): boolean {
  if (node.kind === Kind.OBJECT) return node.fields.length === 0;
  const value = node.kind === Kind.VARIABLE ? variableValue(variables, node.name.value) : null;
  return value !== null && Object.keys(value as object).length === 0;
}

/** Of one that came as a variable: what is absent in it was left out by the caller. */
function valueIssues(type: GraphQLInputType, value: unknown, path: Path): InputIssue[] {
  const filter = getNullableType(type);
  if (!isInputObjectType(filter) || typeof value !== 'object' || value === null) return [];
  const known = filter.getFields();
  return Object.entries(value).flatMap(([name, condition]: [string, unknown]) => {
    const field = known[name];
    if (!isLookedAt(filter, field)) return [];
    const below = [...path, name];
    if (condition === null) return [nullIssue(below)];
    if (tooMany(condition)) return [tooManyIssue(below)];
    if (!field || !isFilter(field.type)) return [];
    if (Object.keys(condition as object).length === 0) return [emptyIssue(below)];
    return valueIssues(field.type, condition, below);
  });
}

function missingIssue(node: ValueNode, path: Path, variables: VariableValues): InputIssue[] {
  if (node.kind === Kind.NULL) return [nullIssue(path)];
  if (node.kind !== Kind.VARIABLE) return [];
  const name = node.name.value;
  const value = variableValue(variables, name);
  if (value === null) return [nullIssue(path)];
  if (value !== undefined) return tooMany(value) ? [tooManyIssue(path)] : [];
  return [issue(path, `has no value because the variable $${name} is absent; ${REMEDY}`)];
}

const REMEDY = 'for no limit, leave it out of the document';

function nullIssue(path: Path): InputIssue {
  return issue(path, `is null, which limits nothing; ${REMEDY}`);
}

function emptyIssue(path: Path): InputIssue {
  return issue(path, `is empty, which limits nothing; ${REMEDY}`);
}

/** Each is folded and looked for by itself. A list that stands in the document is shorter. */
const MOST_VALUES = 1_000;

function tooMany(condition: unknown): boolean {
  return Array.isArray(condition) && condition.length > MOST_VALUES;
}

function tooManyIssue(path: Path): InputIssue {
  return issue(path, `must hold at most ${MOST_VALUES} values; send the others in another request`);
}

function issue(path: Path, message: string): InputIssue {
  return { path, message, type: 'value_error' };
}
