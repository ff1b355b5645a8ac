import type { GraphQLResolveInfo } from 'graphql';
import type { Ask } from '../idempotency/once.ts';

/** What a mutation asks for, under one `Idempotency-Key`: each field of a document by itself. */
export function askOf({ fieldName, path }: GraphQLResolveInfo, input: unknown): Ask {
  return { operation: `${fieldName} ${path.key}`, request: input };
}
