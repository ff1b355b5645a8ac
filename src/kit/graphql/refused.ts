import type { GraphQLResolveInfo } from 'graphql';
import { type Reach, reachFor } from '../../security/authentication/reach.ts';
import { isRefusal, OF_ANOTHER } from '../../security/authentication/refusal.ts';
import type { Context } from './context.ts';

/** What was noted of each request: a list would repeat a field for each row. */
const NOTED = new WeakMap<Context, Set<string>>();
/** Errors that left an event when they were thrown. */
const KNOWN = new WeakSet<Error>();

type Field = Pick<GraphQLResolveInfo, 'fieldName'> & {
  readonly parentType: { readonly name: string };
};

/** Leaves an event in the audit log for a field that was refused: one for each field of a request. */
function note(context: Context, what: string, why: string): void {
  const noted = NOTED.get(context) ?? new Set();
  NOTED.set(context, noted);
  if (noted.has(what)) return;
  noted.add(what);
  context.app.refusals.note({ caller: context, what, why });
}

/** Notes that a field was refused. @returns the error, to be thrown */
export function refused<Refusal extends Error>(
  context: Context,
  { parentType, fieldName }: Field,
  error: Refusal,
): Refusal {
  KNOWN.add(error);
  // A thing of others is answered as if there were none.
  note(context, `${parentType.name}.${fieldName}`, isRefusal(error) ? error.message : OF_ANOTHER);
  return error;
}

/** What a field may look up: everything for an admin, and for anybody else only what is its own. */
export function reachOf(context: Context, { parentType, fieldName }: Field): Reach {
  return reachFor(context.viewer, () =>
    note(context, `${parentType.name}.${fieldName}`, OF_ANOTHER),
  );
}

/** Catches refusals that reach the caller although nobody noted them where they were thrown. */
export function noteForgotten(context: Context, error: unknown, path: string): void {
  if (isRefusal(error) && !KNOWN.has(error)) note(context, path, error.message);
}
