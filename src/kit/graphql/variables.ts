import {
  type GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import { DOCUMENT_LIMITS } from './limits.ts';

/** By their names. */
export type VariableValues = Readonly<Record<string, unknown>>;

type Given = VariableValues | undefined;

export type Variables =
  | { readonly values: VariableValues }
  | { readonly errors: readonly GraphQLError[] };

const NONE: Variables = { values: {} };

/** The variables of an operation by their types, or what is wrong with them: a few errors, not all. */
export function readVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  { given, isSchemaOpen }: { readonly given: Given; readonly isSchemaOpen: boolean },
): Variables {
  if (variableDefinitions.length === 0) return NONE;
  const options = { maxErrors: DOCUMENT_LIMITS.errors, hideSuggestions: !isSchemaOpen };
  const { coerced, errors } = getVariableValues(schema, variableDefinitions, given ?? {}, options);
  return coerced === undefined ? { errors: errors ?? [] } : { values: coerced };
}

/** What a variable holds; undefined when it is absent, whatever its name. Every object has a `constructor`. */
export function variableValue(values: VariableValues | null | undefined, name: string): unknown {
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}
