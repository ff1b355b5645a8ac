import { hash, timingSafeEqual } from 'node:crypto';
import type { App, OperatorKeys } from '../app.ts';
import { UnauthenticatedError } from '../errors.ts';
import type { Quota } from '../limits/limits.ts';
import type { EnvironmentKey, KeyHolder, Operator, Viewer } from './viewer.ts';

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
 * @throws UnauthenticatedError, RateLimitedError
 */
export async function authenticate(
  app: App,
  { adminKey, apiKey }: Credentials,
  quota: Quota,
): Promise<Viewer> {
  await quota.takeAddress();
  const operator = adminKey ? await operatorOf(app, adminKey) : null;
  if (adminKey && operator === null) {
    await quota.noteWrongKey();
    throw new WrongAdminKeyError();
  }
  const holder = apiKey ? await holderOf(app, apiKey, quota) : null;
  const viewer = { operator, holder };
  await takeKey(quota, viewer);
  return viewer;
}

/** A key and its successors have one share. */
async function takeKey(quota: Quota, { operator, holder }: Viewer): Promise<void> {
  if (operator) await quota.takeKey(`admin:${operator.rootId ?? operator.keyName}`);
  else if (holder) await quota.takeKey(`user:${holder.rootId}`);
}

/** What an operator's key opens: one of the environment, or a named one; null if it is none. */
export async function operatorOf(app: App, key: string): Promise<Operator | null> {
  const { admin, analytics } = app.operatorKeys;
  // All are always compared, so that the time tells nothing about which one was nearer.
  const digest = sha256(key);
  const adminPlace = placeOf(digest, admin);
  const analyticsPlace = placeOf(digest, analytics);
  if (adminPlace >= 0) return ofEnvironment('admin', nameOf('ADMIN_API_TOKEN', adminPlace));
  if (analyticsPlace >= 0)
    return ofEnvironment('analytics', nameOf('ANALYTICS_API_TOKEN', analyticsPlace));

  const named = await app.verifyAdminKey(key);
  if (named === null) return null;
  const { access, name: keyName, keyId, rootId, dependsOn } = named;
  return { access, keyName, keyId, rootId, dependsOn };
}

function ofEnvironment(access: Operator['access'], keyName: string): Operator {
  return { access, keyName, keyId: null, rootId: null, dependsOn: [] };
}

/** Made once, and not for each request that has to be compared with them. */
export function digestsOf({ admin, analytics }: OperatorKeys): OperatorKeys<Buffer> {
  return { admin: admin.map(sha256), analytics: analytics.map(sha256) };
}

function placeOf(digest: Buffer, all: readonly Buffer[]): number {
  return all.map((known) => timingSafeEqual(digest, known)).indexOf(true);
}

/** Of several in one setting, by their order. */
function nameOf(setting: EnvironmentKey, place: number): string {
  return place === 0 ? setting : `${setting} ${place + 1}`;
}

/** Constant time: over digests, which have one length whatever the texts have. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected));
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

async function holderOf(app: App, text: string, quota: Quota): Promise<KeyHolder> {
  const key = await app.verifyKey(text);
  if (key === null) {
    await quota.noteWrongKey();
    throw new UnauthenticatedError('Invalid API key');
  }
  if (key.isExpired) throw new UnauthenticatedError('API key expired');
  const { userId, tokenId, rootId, scopes, keyName, isAdmin, verifiedAt } = key;
  return { userId, tokenId, rootId, keyName, scopes, isAdmin, verifiedAt, user: key };
}
