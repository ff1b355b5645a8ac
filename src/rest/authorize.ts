import type { IncomingHttpHeaders } from 'node:http';
import type { App } from '../app.ts';
import {
  authenticate,
  type Credentials,
  operatorOf,
  sameSecret,
  WrongAdminKeyError,
} from '../auth/authenticate.ts';
import { ANONYMOUS, hasScope, isAdmin, type Viewer } from '../auth/viewer.ts';
import { ForbiddenError, UnauthenticatedError, UnavailableError } from '../errors.ts';
import { headerText } from '../http/exchange.ts';
import type { Quota } from '../limits/limits.ts';
import { currentRequest } from '../request/scope.ts';
import type { RouteAccess } from './route.ts';

/**
 * Lets a request in, or says why not, in the words that clients of the older admin API know.
 * @throws UnauthenticatedError, ForbiddenError, RateLimitedError
 */
export async function authorize(
  app: App,
  access: RouteAccess,
  headers: IncomingHttpHeaders,
  quota: Quota,
): Promise<Viewer> {
  if (access.requires === 'ANYONE') return ANONYMOUS;
  if (access.requires === 'INTERNAL') return authorizeService(app, headers);
  const adminKey = headerText(headers['x-admin-api-key']);
  const apiKey = headerText(headers['x-api-key']);
  if (access.requires === 'ADMIN') return await authorizeAdmin(app, { adminKey, apiKey }, quota);
  const viewer = await authenticate(app, { adminKey, apiKey }, quota).catch(asRefusal);
  if (access.requires === 'OPERATOR') checkOperator(viewer, access.analytics === true);
  else checkHolder(viewer, access.scopes);
  return viewer;
}

/** Where an operator's key may also stand in the header of users' keys. */
async function authorizeAdmin(app: App, given: Credentials, quota: Quota): Promise<Viewer> {
  const { adminKey, apiKey } = given;
  const isOperators = apiKey && !adminKey && (await operatorOf(app, apiKey)) !== null;
  const credentials = isOperators ? { adminKey: apiKey, apiKey: undefined } : given;
  const viewer = await authenticate(app, credentials, quota).catch(asRefusal);
  if (isAdmin(viewer)) return viewer;
  if (viewer.operator === null && viewer.holder === null)
    throw new UnauthenticatedError('Missing API key');
  throw new ForbiddenError('Admin access required');
}

/** A wrong admin key is 403 on these routes, as it always was. */
function asRefusal(error: unknown): never {
  throw error instanceof WrongAdminKeyError ? new ForbiddenError(error.message) : error;
}

function checkOperator({ operator }: Viewer, allowsAnalytics: boolean): void {
  if (operator?.access === 'admin' || (operator?.access === 'analytics' && allowsAnalytics)) return;
  throw new ForbiddenError('Invalid or missing admin token.');
}

function checkHolder(
  { holder }: Viewer,
  scopes: Extract<RouteAccess, { requires: 'USER' }>['scopes'],
): void {
  if (holder === null) throw new UnauthenticatedError('Missing API key');
  if (scopes && !hasScope(holder, scopes)) throw new ForbiddenError('Token scope not authorized');
}

/** @throws UnavailableError while there is no secret to compare with: that is no verdict on anything */
function authorizeService({ config }: App, headers: IncomingHttpHeaders): Viewer {
  const { internal } = config.keys;
  if (internal === null) throw new UnavailableError('INTERNAL_API_SECRET not configured');
  const given = headerText(headers['x-internal-secret']);
  if (given === undefined || !sameSecret(given, internal))
    throw new ForbiddenError('Invalid internal secret');
  currentRequest()?.identify('internal');
  return ANONYMOUS;
}
