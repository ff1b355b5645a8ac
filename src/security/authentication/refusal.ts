import type { App } from '../../core/app.ts';
import { ForbiddenError, UnauthenticatedError } from '../../core/errors.ts';
import type { RefusedRequest } from '../audit/refusals.ts';
import type { Identity } from '../callers/viewer.ts';
import { NoRightsError, RefusedKeyError } from './refused-key.ts';

/** Why something is kept from whoever names it: the answer says that there is none. */
export const OF_ANOTHER = 'This belongs to another user';

/** Whether an error says that the caller has no right. Too many requests and bad input are none of these. */
export function isRefusal(error: unknown): error is ForbiddenError | UnauthenticatedError {
  return error instanceof ForbiddenError || error instanceof UnauthenticatedError;
}

/** Leaves an event in the audit log for an error that says that the caller has no right; for any other, nothing. */
export function noteRefusal(
  app: App,
  caller: RefusedRequest['caller'],
  { what, error }: { readonly what: string; readonly error: unknown },
): void {
  if (!isRefusal(error)) return;
  // A service stays named whose key, sent with its secret, is refused.
  const viewer = { ...caller.viewer, ...identityIn(error) };
  app.refusals.note({ caller: { ...caller, viewer }, what, why: error.message });
}

/** REST answers some refused keys in other words: then the refused key is the cause. */
function identityIn(error: Error): Identity | null {
  const known =
    error instanceof RefusedKeyError || error instanceof NoRightsError ? error : error.cause;
  return known instanceof RefusedKeyError || known instanceof NoRightsError ? known.identity : null;
}
