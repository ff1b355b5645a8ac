import { hash, timingSafeEqual } from 'node:crypto';
import type { App } from '../../core/app.ts';
import { ConflictingKeysError, UnauthenticatedError } from '../../core/errors.ts';
import { currentRequest } from '../../core/request/scope.ts';
import {
  callerName,
  type EnvironmentKey,
  type Identity,
  type InternalService,
  isAnonymous,
  keyIdOf,
  type Operator,
  type Viewer,
} from '../callers/viewer.ts';
import type { Quota } from '../limits/limits.ts';
import { shareOfAdminKey, shareOfKey } from '../limits/shares.ts';
import type { Credentials } from './credentials.ts';
import { type Origin, type Proof, provenByToken } from './provider-token.ts';
import { WrongAdminKeyError, WrongKeyError } from './refused-key.ts';
import type { UserKey } from './user-key.ts';

/** Those of the environment, as texts or digests; there may be named ones beside them. */
export type OperatorKeys<Key = string> = {
  readonly admin: readonly Key[];
  readonly analytics: readonly Key[];
};

declare module '../../core/app.ts' {
  interface App {
    readonly operatorKeys: OperatorKeys<Buffer>;
    /** Digests of the secrets of the platform's own services. */
    readonly internalKeys: readonly Buffer[];
  }
}

/**
 * Turns headers into a viewer. A header that is there but wrong refuses the request; it never
 * counts as "nobody".
 * @throws UnauthenticatedError, RateLimitedError
 */
export async function authenticate(
  app: App,
  credentials: Credentials & Origin,
  quota: Quota,
): Promise<Viewer> {
  const { adminKey, apiKey, session, isEither = false } = credentials;
  await quota.takeAddress();
  if (credentials.isOtherScheme) throw new UnauthenticatedError(OTHER_SCHEME);
  const operator = adminKey ? await quota.tryKey(adminKey, () => operatorOf(app, adminKey)) : null;
  if (adminKey && operator === null)
    throw new WrongAdminKeyError(await identifyRefusedKeys(app, credentials));
  let viewer: Viewer = { operator, holder: null };
  const prove = (key: string, mayBeOperator: boolean) =>
    proven(app, { key, mayBeOperator, credentials }, quota);
  if (apiKey) viewer = { ...viewer, ...(await prove(apiKey, isEither && !adminKey)) };
  const bearer = repeats(credentials) ? undefined : credentials.bearer;
  if (bearer) {
    const proof = await (app.providers.isToken(bearer)
      ? provenByToken(app, bearer, credentials, quota)
      : prove(bearer, true));
    viewer = withBearer(viewer, proof, credentials);
  }
  if (session)
    viewer = { ...viewer, ...(await app.provenBySession(app, session, credentials, quota)) };
  // What follows takes the share of this caller.
  if (!isAnonymous(viewer)) currentRequest()?.identify(callerName(viewer), keyIdOf(viewer));
  await takeKey(quota, viewer);
  return viewer;
}

const OTHER_SCHEME =
  'Authorization must be `Bearer` with a key; or send a key in X-API-Key or X-Admin-API-Key';

/** One key in two headers is one key. */
function repeats({ adminKey, apiKey, bearer }: Credentials): boolean {
  return bearer !== undefined && (bearer === adminKey || bearer === apiKey);
}

/** Only once all keys have proved right: a wrong one must not reveal anything about another. */
function withBearer(viewer: Viewer, proof: Proof, { adminKey }: Credentials): Viewer {
  if ('operator' in proof && viewer.operator !== null)
    throw new ConflictingKeysError(adminKey ? 'X-Admin-API-Key' : 'X-API-Key');
  if ('holder' in proof && viewer.holder !== null) throw new ConflictingKeysError('X-API-Key');
  return { ...viewer, ...proof };
}

/** That of a provider's token was taken when it was checked. */
async function takeKey(quota: Quota, { operator, holder }: Viewer): Promise<void> {
  if (operator) {
    if (operator.login) return;
    const who = shareOfAdminKey(operator);
    await quota.takeKey({ sort: 'admin-key', who, ownLimit: operator.rateLimit });
  } else if (holder && !holder.login) {
    const who = shareOfKey(holder);
    await quota.takeKey({ sort: 'user-key', who, ownLimit: holder.rateLimit });
  }
}

/** What an operator's key opens: one of the environment, or a named one; null if it is none. */
async function operatorOf(app: App, key: string): Promise<Operator | null> {
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
  const { access, name: keyName, keyId, rootId, dependsOn, rateLimit } = named;
  return { access, keyName, keyId, rootId, dependsOn, rateLimit };
}

function ofEnvironment(access: Operator['access'], keyName: string): Operator {
  return { access, keyName, keyId: null, rootId: null, dependsOn: [], rateLimit: null };
}

/** Made once, and not for each request that has to be compared with them. */
export function digestOperatorKeys({ admin, analytics }: OperatorKeys): OperatorKeys<Buffer> {
  return { admin: digestKeys(admin), analytics: digestKeys(analytics) };
}

export function digestKeys(keys: readonly string[]): readonly Buffer[] {
  return keys.map(sha256);
}

function placeOf(digest: Buffer, all: readonly Buffer[]): number {
  return all.map((known) => timingSafeEqual(digest, known)).indexOf(true);
}

/** Of several in one setting, by their order. */
function nameOf(setting: EnvironmentKey, place: number): string {
  return place === 0 ? setting : `${setting} ${place + 1}`;
}

/** Which of the platform's own services this secret proves; null for none. Constant time, whatever the length. */
export function internalServiceOf({ internalKeys }: App, secret: string): InternalService | null {
  const place = placeOf(sha256(secret), internalKeys);
  return place < 0 ? null : { keyName: nameOf('INTERNAL_API_SECRET', place) };
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

type Claim = {
  readonly key: string;
  readonly mayBeOperator: boolean;
  /** All that came with it, for the audit log. */
  readonly credentials: Credentials;
};

/** Whose key this is: a user's, or an operator's where that may be. */
async function proven(
  app: App,
  { key: text, mayBeOperator, credentials }: Claim,
  quota: Quota,
): Promise<Proof> {
  const look = () => app.verifyKey(text);
  const lookTwice = async () => (await operatorOf(app, text)) ?? (await look());
  const key = await quota.tryKey<Operator | UserKey>(text, mayBeOperator ? lookTwice : look);
  if (key === null)
    throw new WrongKeyError('Invalid API key', await identifyRefusedKeys(app, credentials));
  if ('access' in key) return { operator: key };
  const { userId, tokenId, rootId, scopes, keyName, isAdmin } = key;
  if (key.isExpired)
    throw new WrongKeyError('API key expired', {
      operator: null,
      holder: { tokenId, keyName, userId },
    });
  const { verifiedAt, rateLimit, isSelfMinted } = key;
  const limited = { rateLimit, isSelfMinted };
  const holder = { userId, tokenId, rootId, keyName, scopes, isAdmin, verifiedAt, ...limited };
  return { holder: { ...holder, user: key } };
}

/**
 * Whose keys these are, once they were refused: also keys that have ended, and keys in the wrong
 * header. To be called after the guess was counted, so that guessing does not come cheaper.
 */
export async function identifyRefusedKeys(
  app: App,
  { adminKey, apiKey, bearer }: Partial<Credentials>,
): Promise<Identity> {
  const none: Identity = { operator: null, holder: null };
  const first = adminKey ? await identityOf(app, adminKey) : none;
  const second = apiKey ? await identityOf(app, apiKey) : none;
  const third = bearer ? await identityOf(app, bearer) : none;
  return {
    operator: first.operator ?? second.operator ?? third.operator,
    holder: second.holder ?? first.holder ?? third.holder,
  };
}

async function identityOf(app: App, text: string): Promise<Identity> {
  const operator = (await operatorOf(app, text)) ?? (await app.knownKeys.adminKey(text));
  return { operator, holder: operator === null ? await app.knownKeys.token(text) : null };
}
