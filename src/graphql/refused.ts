import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from './context.ts';

/** One event per request, however many fields it is refused: a list would repeat it for each row. */
const NOTED = new WeakSet<Context>();

/**
 * Leaves in the trail that a field was refused, to somebody who is no admin or acts on what is
 * another's. @returns the error, to be thrown
 */
export function refused<Refusal>(
  context: Context,
  { parentType, fieldName }: GraphQLResolveInfo,
  error: Refusal,
): Refusal {
  if (NOTED.has(context)) return error;
  NOTED.add(context);
  const why = error instanceof Error ? error.message : '';
  context.app.refusals.note({ caller: context, what: `${parentType.name}.${fieldName}`, why });
  return error;
}
