import { ForbiddenError, UnauthenticatedError } from '../../core/errors.ts';
import type { Scope } from '../../core/scopes.ts';
import {
  type Access,
  hasAccess,
  hasScope,
  isAdmin,
  isSignedIn,
  owns,
  type Viewer,
} from '../callers/viewer.ts';
import { OF_ANOTHER } from './refusal.ts';

/**
 * Who may read a field. Declared once, in the `access.ts` of its domain: GraphQL enforces it and shows
 * it as `@auth` in the printed schema, and REST bodies contain only what it allows.
 */
export type AccessRule<Parent = unknown> = {
  /**
   * `ANYONE` also without a header; `USER` is the holder of a key, and every admin; `SERVICE` the
   * platform's own services and nobody else, not even an admin.
   */
  readonly requires: Access | 'ANYONE' | 'SERVICE';
  /** A user key needs one of these. */
  readonly scopes?: readonly Scope[];
  /** Whose the parent is: a user key reads the field only of what is its own. */
  readonly owner?: (parent: Parent) => bigint;
  /** A user who is signed in with a browser may use it, too, for what is its own: the resolver sees to that. */
  readonly signedIn?: true;
  /** The platform's own services may read it, too, on the routes that require `X-Internal-Secret`. */
  readonly services?: true;
};

type Verdict = 'ALLOWED' | 'UNAUTHENTICATED' | 'OTHER_KEY' | 'OTHER_SCOPE' | 'OTHER_OWNER';

function verdictOn<Parent>(viewer: Viewer, rule: AccessRule<Parent>, parent: Parent): Verdict {
  const { requires } = rule;
  if (requires === 'ANYONE' || isForService(viewer, rule)) return 'ALLOWED';
  if (requires === 'SERVICE') return 'OTHER_KEY';
  if (isAdmin(viewer) || (rule.signedIn && isSignedIn(viewer))) return 'ALLOWED';
  if (viewer.operator === null && viewer.holder === null) return 'UNAUTHENTICATED';
  if (!hasAccess(viewer, requires)) return 'OTHER_KEY';
  return requires === 'USER' ? verdictOnHolder(viewer, rule, parent) : 'ALLOWED';
}

function isForService({ service }: Viewer, { requires, services }: AccessRule<never>): boolean {
  return service !== undefined && (requires === 'SERVICE' || services === true);
}

function verdictOnHolder<Parent>(
  viewer: Viewer,
  { scopes, owner }: AccessRule<Parent>,
  parent: Parent,
): Verdict {
  const { holder } = viewer;
  if (holder === null) return 'ALLOWED';
  if (scopes && !hasScope(holder, scopes)) return 'OTHER_SCOPE';
  return owner && !owns(viewer, owner(parent)) ? 'OTHER_OWNER' : 'ALLOWED';
}

/** Whether the viewer may read a field of this parent: the verdict of `enforce`, as an answer. */
export function mayRead<Parent>(viewer: Viewer, rule: AccessRule<Parent>, parent: Parent): boolean {
  return verdictOn(viewer, rule, parent) === 'ALLOWED';
}

/** @throws UnauthenticatedError for nobody, ForbiddenError for somebody else */
export function enforce(viewer: Viewer, rule: AccessRule, parent: unknown): void {
  const verdict = verdictOn(viewer, rule, parent);
  if (verdict === 'ALLOWED') return;
  if (verdict === 'UNAUTHENTICATED') throw new UnauthenticatedError(howTo(rule));
  if (verdict === 'OTHER_SCOPE') throw new ForbiddenError('Token scope not authorized');
  if (verdict === 'OTHER_OWNER') throw new ForbiddenError(OF_ANOTHER);
  throw new ForbiddenError(`Not allowed with this key. ${howTo(rule)}`);
}

function howTo({ requires }: AccessRule): string {
  return requires === 'USER'
    ? 'Send a user key in X-API-Key'
    : 'Send an admin key in X-Admin-API-Key';
}
