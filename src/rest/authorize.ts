import type { IncomingHttpHeaders } from 'node:http';
import type { App } from '../app.ts';
import { authenticate, WrongAdminKeyError } from '../auth/authenticate.ts';
import { ANONYMOUS, hasScope, type Viewer } from '../auth/viewer.ts';
import { ForbiddenError, UnauthenticatedError } from '../errors.ts';
import type { RouteAccess } from './route.ts';

/**
 * Lets a request in, or says why not, in the words that clients of the older admin API know.
 * @throws UnauthenticatedError, ForbiddenError
 */
export async function authorize(
  app: App,
  access: RouteAccess,
  headers: IncomingHttpHeaders,
): Promise<Viewer> {
  if (access.requires === 'ANYONE') return ANONYMOUS;
  const viewer = await authenticate(app, {
    adminKey: text(headers['x-admin-api-key']),
    apiKey: text(headers['x-api-key']),
  }).catch(asRefusal);
  if (access.requires === 'OPERATOR') checkOperator(viewer, access.analytics === true);
  else checkHolder(viewer, access.scopes);
  return viewer;
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
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
