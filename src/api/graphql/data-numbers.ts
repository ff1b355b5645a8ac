import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  getNamedType,
  isScalarType,
  type OperationDefinitionNode,
  separateOperations,
  TypeInfo,
  type ValueNode,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import { type InputIssue, InvalidInputError } from '../../core/errors.ts';
import { findInexactIn, inexactProblem } from '../../core/input/exact-json.ts';
import { inexactNumber } from '../../kit/graphql/json-numbers.ts';
import type { VariableValues } from '../../kit/graphql/variables.ts';

/**
 * @param given the variables as they were sent: a type such as `[Float]` makes other values of them, and has
 *   rounded by then
 * @returns what cannot be stored exactly
 */
export type DataNumbers = (given: VariableValues | undefined) => readonly GraphQLError[];

const NONE: DataNumbers = () => [];

/**
 * Numbers of variables that stand within free-form data of the document. What is free-form as a whole is
 * checked with the rest of its input, and what stands in the document by its scalar.
 * @param document valid, with the operation in it
 */
export function planDataNumbers(
  schema: GraphQLSchema,
  document: DocumentNode,
  { name, variableDefinitions = [] }: OperationDefinitionNode,
): DataNumbers {
  const own = separateOperations(document)[name?.value ?? ''] ?? document;
  const names = variablesInData(schema, own);
  if (names.size === 0) return NONE;
  const inData = variableDefinitions.filter(({ variable }) => names.has(variable.name.value));
  return (given = {}) => inData.flatMap((definition) => problemOf(definition, given));
}

function variablesInData(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  const types = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(types, {
    ObjectValue: (node) => {
      if (!isScalarType(getNamedType(types.getInputType()))) return;
      addVariables(node, names);
    },
  });
  visit(document, visitor);
  return names;
}

function addVariables(node: ValueNode, names: Set<string>): void {
  visit(node, { Variable: ({ name }) => void names.add(name.value) });
}

function problemOf(
  { variable, defaultValue }: VariableDefinitionNode,
  given: VariableValues,
): GraphQLError[] {
  const name = variable.name.value;
  const sent = Object.hasOwn(given, name) && given[name] !== undefined;
  const found = sent ? findInexactIn(given, name) : inexactDefault(name, defaultValue);
  if (found === null) return [];
  const { path, number } = found;
  const issue: InputIssue = {
    path: [...path],
    message: inexactProblem(number),
    type: 'value_error',
  };
  const error = new InvalidInputError([issue]);
  return [createGraphQLError(error.message, { nodes: variable, originalError: error })];
}

function inexactDefault(name: string, node: ValueNode | undefined) {
  const found = node === undefined ? null : inexactNumber(node);
  return found === null ? null : { path: [name, ...found.path], number: found.number };
}
