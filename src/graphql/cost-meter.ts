import { type GraphQLResolveInfo, OperationTypeNode } from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import type { Context } from './context.ts';
import { LIMITS } from './limits.ts';

/** What a request costs: what its document announced, and what came beyond that. */
const COSTS = new WeakMap<Context, number>();

/** What is known before anything is read. */
export function announceCost(context: Context, cost: number): void {
  COSTS.set(context, cost);
}

export function costOf(context: Context): number {
  return COSTS.get(context) ?? 0;
}

/**
 * Adds what a list holds beyond what was announced for it.
 * @throws GraphQLError `QUERY_TOO_COMPLEX` in place of a list that passes the limit
 */
export function countItems(context: Context, beyond: number, info: GraphQLResolveInfo): void {
  if (beyond <= 0) return;
  const cost = costOf(context) + beyond;
  // What was changed must not be lost with the list that tells of it.
  const isChange = info.operation.operation === OperationTypeNode.MUTATION;
  if (cost > LIMITS.cost && !isChange) throw tooCostly(`${info.parentType.name}.${info.fieldName}`);
  COSTS.set(context, cost);
}

/** @param place the field at which the limit was passed, and the argument that decides */
export function tooCostly(place: string, argument?: string): Error {
  const remedy =
    argument === undefined ? 'ask for fewer rows or fields' : `ask for less with \`${argument}\``;
  return createGraphQLError(
    `The document costs more than ${LIMITS.cost} points at \`${place}\`; ${remedy}, or split it up`,
    {
      extensions: {
        code: 'QUERY_TOO_COMPLEX',
        limit: LIMITS.cost,
        field: place,
        ...(argument !== undefined && { argument }),
      },
    },
  );
}
