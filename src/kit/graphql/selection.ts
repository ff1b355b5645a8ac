import type { GraphQLResolveInfo } from 'graphql';
import type { IdempotentCall } from '../../security/idempotency/idempotency.ts';
import type { Context } from './context.ts';

/** What a mutation asks for, under one `Idempotency-Key`: each field of a document by itself. */
export function idempotentCall(
  context: Context,
  { fieldName, path }: GraphQLResolveInfo,
  input: unknown,
): IdempotentCall {
  const ask = { operation: `${fieldName} ${path.key}`, request: input };
  return { app: context.app, caller: context, ask };
}
