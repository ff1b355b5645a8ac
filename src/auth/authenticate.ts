import { createHash, timingSafeEqual } from 'node:crypto';
import type { App } from '../app.ts';
import { UnauthenticatedError } from '../errors.ts';
import type { KeyHolder, Operator, Viewer } from './viewer.ts';

/** The two headers, as they came. An empty one counts as absent. */
export type Credentials = {
  readonly adminKey: string | undefined;
  readonly apiKey: string | undefined;
};

/** Thrown for a wrong `X-Admin-API-Key`: REST answers it in another way than a wrong user key. */
export class WrongAdminKeyError extends UnauthenticatedError {
  constructor() {
    super('Invalid or missing admin token.');
  }
}

/**
 * Turns headers into a viewer. A header that is there but wrong refuses the request; it never
 * counts as "nobody".
 * @throws UnauthenticatedError
 */
export async function authenticate(app: App, { adminKey, apiKey }: Credentials): Promise<Viewer> {
  const operator = adminKey ? operatorOf(app, adminKey) : null;
  const holder = apiKey ? await holderOf(app, apiKey) : null;
  return { operator, holder };
}

function operatorOf(app: App, key: string): Operator {
  const { admin, analytics } = app.operatorKeys;
  // Both are always compared, so that the time tells nothing about which one was nearer.
  const isAdminKey = sameSecret(key, admin);
  const isAnalyticsKey = sameSecret(key, analytics);
  if (isAdminKey) return { access: 'admin', keyName: 'ADMIN_API_TOKEN' };
  if (isAnalyticsKey) return { access: 'analytics', keyName: 'ANALYTICS_API_TOKEN' };
  throw new WrongAdminKeyError();
}

/** Constant time: over digests, which have one length whatever the texts have. */
function sameSecret(given: string, expected: string | null): boolean {
  return timingSafeEqual(sha256(given), sha256(expected ?? '')) && expected !== null;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

async function holderOf(app: App, text: string): Promise<KeyHolder> {
  const key = await app.verifyKey(text);
  if (key === null) throw new UnauthenticatedError('Invalid API key');
  if (key.isExpired) throw new UnauthenticatedError('API key expired');
  return {
    userId: key.userId,
    tokenId: key.tokenId,
    scopes: key.scopes,
    isAdmin: key.role === 'admin',
  };
}
