import type { App } from '../../core/app.ts';
import { hasAdminRole, isAdmin, isSignedIn, type Viewer } from '../../security/callers/viewer.ts';
import { grantableScopes } from './policy.ts';

// What a caller is told of what it may do, so that nothing else is offered to it.

/**
 * Whether a caller may mint and rotate keys: an admin those of all users, a user who is signed in its own. The
 * keys of an administrator count as admin keys: its session gets none. It may still end those that there are,
 * as every signed-in user may.
 */
export function managesKeys(viewer: Viewer): boolean {
  return isAdmin(viewer) || (isSignedIn(viewer) && !hasAdminRole(viewer));
}

/** The scopes that a caller may give to a new key. */
export function mintableScopes(app: Pick<App, 'config'>, viewer: Viewer): readonly string[] {
  return managesKeys(viewer) ? grantableScopes(app, viewer) : [];
}
