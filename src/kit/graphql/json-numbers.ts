import type { ValueNode } from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import { inexactProblem, isExact } from '../../core/input/exact-json.ts';

/**
 * Refuses numbers in free-form data that cannot be kept exactly, with their path.
 * @throws GraphQLError
 */
export function checkNumbers(root: ValueNode): void {
  const open: Place[] = [{ node: root, path: '' }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const number = inexactOf(next.node);
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

/** The number of a node that cannot be kept. What comes in a variable is checked with the rest of the input. */
function inexactOf(node: ValueNode): string | null {
  if (node.kind !== 'IntValue' && node.kind !== 'FloatValue') return null;
  return isExact(node.value) ? null : node.value;
}

function refusal(nodes: ValueNode, path: string, number: string): Error {
  return createGraphQLError(`\`${path}\`: ${inexactProblem(number)}`, {
    nodes,
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
