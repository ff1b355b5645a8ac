import type { IncomingHttpHeaders } from 'node:http';
import type { App } from '../../core/app.ts';
import { ForbiddenError, UnauthenticatedError, UnavailableError } from '../../core/errors.ts';
import { headerText } from '../../core/http/exchange.ts';
import { keyCheck } from '../../core/request/scope.ts';
import { admitService } from '../../security/authentication/admit-service.ts';
import {
  authenticate,
  identifyRefusedKeys,
  internalServiceOf,
} from '../../security/authentication/authenticate.ts';
import { credentialsOf } from '../../security/authentication/credentials.ts';
import type { Origin } from '../../security/authentication/provider-token.ts';
import {
  RefusedKeyError,
  WRONG_ADMIN_KEY,
  WrongAdminKeyError,
  WrongKeyError,
} from '../../security/authentication/refused-key.ts';
import {
  authenticateEvent,
  type SignedRequest,
} from '../../security/authentication/signed-event.ts';
import { ANONYMOUS, hasScope, isAdmin, type Viewer } from '../../security/callers/viewer.ts';
import type { Quota } from '../../security/limits/limits.ts';
import type { RouteAccess } from './route.ts';

/**
 * Finds out who calls a route. What that caller may do is asked of `checkAccess`.
 * @throws UnauthenticatedError, ForbiddenError, RateLimitedError
 */
export async function viewerFor(
  app: App,
  { requires }: RouteAccess,
  request: SignedRequest & Origin,
  quota: Quota,
): Promise<Viewer> {
  if (requires === 'ANYONE') return ANONYMOUS;
  return await keyCheck(() => checkedViewer(app, requires, request, quota));
}

async function checkedViewer(
  app: App,
  requires: RouteAccess['requires'],
  request: SignedRequest & Origin,
  quota: Quota,
): Promise<Viewer> {
  const { headers } = request;
  if (requires === 'SIGNATURE') return await authenticateEvent(app, request, quota);
  if (requires === 'INTERNAL') return await authenticateService(app, headers, quota);
  // An operator's key may also stand in the header of users' keys there.
  const { ip, requestId } = request;
  const credentials = { ...credentialsOf(headers), isEither: requires === 'ADMIN', ip, requestId };
  const viewer = authenticate(app, credentials, quota);
  if (requires === 'PROVISIONING') return await viewer.then(byOperator);
  return await viewer.catch(requires === 'OPERATOR' ? asWrongAdminKey : asForbidden);
}

/**
 * Lets a caller in, or says why not, in the words that clients of the older admin API know.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function checkAccess(access: RouteAccess, viewer: Viewer): void {
  if (access.requires === 'ADMIN') checkAdmin(viewer);
  if (access.requires === 'OPERATOR') checkOperator(viewer, access.analytics === true);
  if (access.requires === 'PROVISIONING') checkProvisioning(viewer);
  if (access.requires === 'USER') checkHolder(viewer, access.scopes);
}

/** A user's key that comes with a provisioning key gives no right there, and the audit log does not name it. */
function byOperator(viewer: Viewer): Viewer {
  return viewer.operator?.access === 'provisioning' ? { ...viewer, holder: null } : viewer;
}

/** A wrong admin key is 403 on these routes, as it always was. */
function asForbidden(error: unknown): never {
  throw error instanceof WrongAdminKeyError
    ? new ForbiddenError(error.message, { cause: error })
    : error;
}

/** Where only an operator's key counts, any other key is a wrong one, in whichever header it came. */
function asWrongAdminKey(error: unknown): never {
  if (error instanceof WrongKeyError) throw new ForbiddenError(WRONG_ADMIN_KEY, { cause: error });
  asForbidden(error);
}

function checkAdmin(viewer: Viewer): void {
  if (isAdmin(viewer)) return;
  if (viewer.operator === null && viewer.holder === null)
    throw new UnauthenticatedError('Missing API key');
  throw new ForbiddenError('Admin access required');
}

function checkOperator({ operator }: Viewer, allowsAnalytics: boolean): void {
  if (operator?.access === 'admin' || (operator?.access === 'analytics' && allowsAnalytics)) return;
  throw new ForbiddenError(WRONG_ADMIN_KEY);
}

function checkProvisioning({ operator, holder }: Viewer): void {
  if (operator !== null && operator.access !== 'analytics') return;
  if (operator === null && holder === null)
    throw new UnauthenticatedError('Send a provisioning key in Authorization: Bearer');
  throw new ForbiddenError('Not allowed with this key. Send a provisioning key');
}

function checkHolder(
  { holder }: Viewer,
  scopes: Extract<RouteAccess, { requires: 'USER' }>['scopes'],
): void {
  if (holder === null) throw new UnauthenticatedError('Missing API key');
  if (scopes && !hasScope(holder, scopes)) throw new ForbiddenError('Token scope not authorized');
}

/**
 * Guarded like the other keys: a wrong secret is a guess, and the right one has a quota of its own. With it
 * a request is not counted for its address: a gateway, which asks for all its clients, has one address.
 * @throws UnavailableError while there is no secret to compare with: that is no verdict on anything
 */
async function authenticateService(
  app: App,
  headers: IncomingHttpHeaders,
  quota: Quota,
): Promise<Viewer> {
  if (app.internalKeys.length === 0)
    throw new UnavailableError('INTERNAL_API_SECRET not configured');
  const secret = headerText(headers['x-internal-secret']);
  const service = secret ? await quota.tryKey(secret, () => internalServiceOf(app, secret)) : null;
  if (service === null) {
    await quota.takeAddress();
    // No other key counts here; whose it is, the audit log shall say.
    const cause = new RefusedKeyError(
      'not a service',
      await identifyRefusedKeys(app, credentialsOf(headers)),
    );
    throw new ForbiddenError('Invalid internal secret', { cause });
  }
  return await admitService(quota, service);
}
