import type { GraphQLError } from 'graphql';
import { createGraphQLError } from 'graphql-yoga';

/** Directives of incremental delivery: other servers have them. */
const INCREMENTAL = new Set(['defer', 'stream']);

/** Says what to do instead of a directive that this service does not have; null for any other error. */
export function unsupportedDirective({ nodes }: GraphQLError): GraphQLError | null {
  const node = nodes?.[0];
  if (nodes === undefined || node?.kind !== 'Directive' || !INCREMENTAL.has(node.name.value))
    return null;
  return createGraphQLError(
    `@${node.name.value} is not supported; leave it out, because every answer comes in one piece`,
    { nodes, extensions: { code: 'NOT_SUPPORTED', http: { spec: true, status: 422 } } },
  );
}
