import { Kind, type ValueNode } from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import { type VariableValues, variableValue } from './variables.ts';

type Variables = VariableValues | null | undefined;

/**
 * Free-form data from a literal of a document, in which variables may stand at any depth. As within an
 * input, a key whose variable is absent is left out; in a list it is null. Numbers of variables are checked
 * before, as they were sent (`data-numbers.ts`).
 */
export function readJsonLiteral(node: ValueNode, variables: Variables): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields
          .map(({ name, value }) => [name.value, readJsonLiteral(value, variables)])
          .filter(([, value]) => value !== undefined),
      );
    case Kind.LIST:
      return node.values.map((value) => readJsonLiteral(value, variables) ?? null);
    case Kind.VARIABLE:
      return asJson(variableValue(variables, node.name.value));
    case Kind.NULL:
      return null;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.ENUM:
      throw createGraphQLError(`${node.value} must be written in quotes`, { nodes: node });
    default:
      return node.value;
  }
}

/** A variable has the value of its own type, as it is sent in JSON. */
function asJson(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return asNumber(value);
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, asJson(child)]));
}

function asNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
