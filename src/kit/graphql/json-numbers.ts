import type { ValueNode } from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import { inexactProblem, isExact } from '../../core/input/exact-json.ts';

/**
 * Refuses numbers in free-form data that cannot be kept exactly, with their path.
 * @throws GraphQLError
 */
export function checkNumbers(root: ValueNode): void {
  const found = inexactNumber(root);
  if (found !== null) throw refusal(found.node, found.path.join('.'), found.number);
}

/** The first number of a literal that cannot be kept exactly, and where it stands in there. */
export function inexactNumber(root: ValueNode) {
  const open: Place[] = [{ node: root, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const number = inexactOf(next.node);
    if (number !== null) return { ...next, number };
    for (const place of placesIn(next)) open.push(place);
  }
  return null;
}

type Place = { readonly node: ValueNode; readonly path: readonly (string | number)[] };

function placesIn({ node, path }: Place): Place[] {
  if (node.kind === 'ObjectValue')
    return node.fields.map(({ name, value }) => ({ node: value, path: [...path, name.value] }));
  if (node.kind !== 'ListValue') return [];
  return node.values.map((value, place) => ({ node: value, path: [...path, place] }));
}

/** The number of a node that cannot be kept. What comes in a variable is checked as it was sent. */
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
