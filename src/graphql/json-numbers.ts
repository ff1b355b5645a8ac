import type { ValueNode } from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import { inexactProblem, isExact } from '../input/exact-json.ts';
import { type VariableValues, variableValue } from './variables.ts';

type Variables = VariableValues | null | undefined;

/**
 * Refuses numbers in free-form data that cannot be kept exactly, with their path.
 * @throws GraphQLError
 */
export function checkNumbers(root: ValueNode, variables: Variables): void {
  const open: Place[] = [{ node: root, path: '' }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const number = inexactOf(next.node, variables);
    if (number !== null) throw refusal(next.node, next.path, number);
    for (const place of placesIn(next)) open.push(place);
  }
}

type Place = { readonly node: ValueNode; readonly path: string };

function placesIn({ node, path }: Place): Place[] {
  const prefix = path === '' ? '' : `${path}.`;
  if (node.kind === 'ObjectValue')
    return node.fields.map(({ name, value }) => ({ node: value, path: prefix + name.value }));
  if (node.kind !== 'ListValue') return [];
  return node.values.map((value, place) => ({ node: value, path: prefix + place }));
}

/** The number of a node as it is written, or as a variable that has lost its digits already. */
function inexactOf(node: ValueNode, variables: Variables): string | null {
  if (node.kind === 'IntValue' || node.kind === 'FloatValue')
    return isExact(node.value) ? null : node.value;
  if (node.kind !== 'Variable') return null;
  const value = variableValue(variables, node.name.value);
  return typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER ? `${value}` : null;
}

function refusal(nodes: ValueNode, path: string, number: string): Error {
  return createGraphQLError(`\`${path}\`: ${inexactProblem(number)}`, {
    nodes,
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
