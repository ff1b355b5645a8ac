import { type GraphQLError, type GraphQLResolveInfo, OperationTypeNode } from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import type { Context } from './context.ts';
import { DOCUMENT_LIMITS } from './limits.ts';

/** What one request costs. */
export type RequestCost = {
  /** What is known before anything is read. */
  announced: number;
  /** What lists turned out to hold beyond that. */
  beyond: number;
};

export function noCost(): RequestCost {
  return { announced: 0, beyond: 0 };
}

export function costOf({ cost }: Context): number {
  return cost.announced + cost.beyond;
}

/** Before everything is read once more: only the last answer counts. */
export function countAgain({ cost }: Context): void {
  cost.beyond = 0;
}

/**
 * Adds what a list holds beyond what was announced for it.
 * @throws GraphQLError `QUERY_TOO_COMPLEX` in place of a list that passes the limit
 */
export function countItems(context: Context, beyond: number, info: GraphQLResolveInfo): void {
  if (beyond <= 0) return;
  // What was changed must not be lost with the list that tells of it.
  const isChange = info.operation.operation === OperationTypeNode.MUTATION;
  if (costOf(context) + beyond > DOCUMENT_LIMITS.cost && !isChange)
    throw tooCostly({ field: `${info.parentType.name}.${info.fieldName}` });
  context.cost.beyond += beyond;
}

/** A number for one list with which the document would pass. */
type Remedy = {
  readonly path: readonly string[];
  readonly argument: string;
  readonly value: number;
  readonly variable?: string | undefined;
};

type PassedAt = {
  readonly field: string;
  readonly argument?: string | undefined;
  readonly remedy?: Remedy | null;
};

/** Names the field at which the limit was passed, the argument that decides, and a number that passes. */
export function tooCostly({ field, argument, remedy }: PassedAt): GraphQLError {
  return createGraphQLError(
    `The document costs more than ${DOCUMENT_LIMITS.cost} points at \`${field}\`; ${remedyText(argument, remedy)}, or split it up`,
    {
      extensions: {
        code: 'QUERY_TOO_COMPLEX',
        limit: DOCUMENT_LIMITS.cost,
        field,
        ...(argument !== undefined && { argument }),
        ...(remedy && { wouldPass: remedy }),
      },
    },
  );
}

function remedyText(argument: string | undefined, remedy: Remedy | null | undefined): string {
  if (remedy) {
    const { path, argument: size, value, variable } = remedy;
    return variable === undefined
      ? `\`${path.join('.')}(${size}: ${value})\` would pass`
      : `\`${path.join('.')}(${size}: $${variable})\` with ${value} for $${variable} would pass`;
  }
  return argument === undefined
    ? 'select fewer rows or fields'
    : `request less with \`${argument}\``;
}
