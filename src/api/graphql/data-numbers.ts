import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  getNamedType,
  isScalarType,
  Kind,
  type OperationDefinitionNode,
  separateOperations,
  TypeInfo,
  type ValueNode,
  type VariableNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import { type InputIssue, InvalidInputError } from '../../core/errors.ts';
import { findInexactIn, inexactProblem } from '../../core/input/exact-json.ts';
import { inexactNumber } from '../../kit/graphql/json-numbers.ts';
import type { VariableValues } from '../../kit/graphql/variables.ts';
import { argumentPath } from './literals.ts';

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
  const places = variablesInData(schema, own);
  if (places.length === 0) return NONE;
  const defaults = new Map(
    variableDefinitions.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  );
  return (given = {}) =>
    places.flatMap((place) => problemOf(place, { given, defaultValue: defaults.get(place.name) }));
}

type Path = readonly (string | number)[];

/** A variable within free-form data, and where it stands in the arguments of its field. */
type Place = { readonly name: string; readonly path: Path; readonly node: VariableNode };

function variablesInData(schema: GraphQLSchema, document: DocumentNode): readonly Place[] {
  const found: Place[] = [];
  const types = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(types, {
    ObjectValue: (node, _key, parent, _path, ancestors) => {
      if (!isScalarType(getNamedType(types.getInputType()))) return undefined;
      const [, ...path] = argumentPath([...ancestors, parent], node);
      addVariables(node, path, found);
      return false;
    },
  });
  visit(document, visitor);
  return found;
}

function addVariables(node: ValueNode, path: Path, found: Place[]): void {
  if (node.kind === Kind.VARIABLE) found.push({ name: node.name.value, path, node });
  else if (node.kind === Kind.LIST)
    for (const [place, value] of node.values.entries())
      addVariables(value, [...path, place], found);
  else if (node.kind === Kind.OBJECT)
    for (const { name, value } of node.fields) addVariables(value, [...path, name.value], found);
}

type Sent = { readonly given: VariableValues; readonly defaultValue: ValueNode | undefined };

function problemOf({ name, path, node }: Place, { given, defaultValue }: Sent): GraphQLError[] {
  const isSent = Object.hasOwn(given, name) && given[name] !== undefined;
  const found = isSent ? findInexactIn(given, name) : inexactDefault(name, defaultValue);
  if (found === null) return [];
  const [, ...below] = found.path;
  const issue: InputIssue = {
    path: [...path, ...below],
    message: inexactProblem(found.number),
    type: 'value_error',
  };
  const error = new InvalidInputError([issue]);
  return [createGraphQLError(error.message, { nodes: node, originalError: error })];
}

function inexactDefault(name: string, node: ValueNode | undefined) {
  const found = node === undefined ? null : inexactNumber(node);
  return found === null ? null : { path: [name, ...found.path], number: found.number };
}
