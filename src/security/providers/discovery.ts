import { createPublicKey } from 'node:crypto';
import { createLocalJWKSet, errors, type JWK, type JWTVerifyGetKey } from 'jose';
import { type ProviderConfig, TENANT_PLACE } from '../../core/config/providers.ts';
import { isJsonObject, type JsonObject } from '../../core/input/json.ts';
import { fetchJson } from './fetch-json.ts';

type Named = Parameters<JWTVerifyGetKey>;
type Found = Awaited<ReturnType<ReturnType<typeof createLocalJWKSet>>>;

/** The public keys of a provider, at one time. */
export type Keys = {
  /** The key that a token with these claims names; null for one that is not among them. */
  readonly find: (claims: JsonObject, ...named: Named) => Promise<Found | null>;
  readonly keptSeconds: number;
  readonly endpoints: Endpoints;
};

/** Where people sign in and out; null for what the provider does not have, or not as safely as it should. */
export type Endpoints = {
  readonly authorization: string | null;
  readonly token: string | null;
  readonly endSession: string | null;
  /** Whether its answers name it, so that they pass for no other provider's. */
  readonly namesIssuer: boolean;
  /** How clients may prove who they are. */
  readonly authMethods: readonly unknown[];
};

/** Between these, the headers of the provider decide how long its keys are kept; `DEFAULT` where they do not. */
const KEPT = { least: 60, default: 600, most: 86_400 };
const MOST_KEYS = 100;
const LEAST_RSA_BITS = 2_048;

/**
 * Reads the discovery document of an issuer, and then its keys.
 * @throws Error that says in a few words what is wrong
 */
export async function discover({ issuer, isEntra }: ProviderConfig): Promise<Keys> {
  const url = `${withoutSlash(issuer.replace(TENANT_PLACE, 'organizations'))}/.well-known/openid-configuration`;
  const document = await fetchJson(url);
  const { issuer: named, jwks_uri: keysUrl } = isJsonObject(document.value) ? document.value : {};
  if (named !== issuer) throw new Error(`${url} names another issuer`);
  if (typeof keysUrl !== 'string' || !isAsSafe(keysUrl, issuer))
    throw new Error(`${url} names no usable jwks_uri`);
  const set = await fetchJson(keysUrl);
  const keys = usableKeys(set.value);
  if (keys.length === 0) throw new Error(`${keysUrl} has no usable key`);
  return {
    find: findIn(isEntra ? keys : keys.map((key) => ({ ...key, issuer: undefined }))),
    keptSeconds: kept(document.maxAgeSeconds, set.maxAgeSeconds),
    endpoints: endpointsOf(isJsonObject(document.value) ? document.value : {}, issuer),
  };
}

function endpointsOf(document: JsonObject, issuer: string): Endpoints {
  const at = (name: string) => {
    const url = document[name];
    return typeof url === 'string' && isAsSafe(url, issuer) ? url : null;
  };
  const methods = document['token_endpoint_auth_methods_supported'];
  return {
    authorization: at('authorization_endpoint'),
    token: at('token_endpoint'),
    endSession: at('end_session_endpoint'),
    namesIssuer: document['authorization_response_iss_parameter_supported'] === true,
    authMethods: Array.isArray(methods) ? methods : [],
  };
}

/** A key of Entra ID that has an issuer signs for that issuer only. */
function findIn(keys: readonly JWK[]): Keys['find'] {
  const sets = [...Map.groupBy(keys, (key) => ('issuer' in key ? key.issuer : undefined))].map(
    ([issuer, ofIssuer]) => ({
      issuer,
      find: createLocalJWKSet({ keys: ofIssuer }),
    }),
  );
  return async ({ iss, tid }, ...named) => {
    for (const { issuer, find } of sets) {
      const isOther = issuer !== undefined && !isFor(issuer, iss, tid);
      const found = isOther ? null : await find(...named).catch(nullIfNone);
      if (found !== null) return found;
    }
    return null;
  };
}

function isFor(issuer: unknown, iss: unknown, tid: unknown): boolean {
  if (typeof issuer !== 'string') return false;
  return iss === (typeof tid === 'string' ? issuer.replace(TENANT_PLACE, () => tid) : issuer);
}

function nullIfNone(error: unknown): null {
  if (error instanceof errors.JWKSNoMatchingKey) return null;
  throw error;
}

function withoutSlash(issuer: string): string {
  return issuer.endsWith('/') ? issuer.slice(0, -1) : issuer;
}

/** Keys that come over plain HTTP could be anybody's, unless the issuer itself is on this machine. */
function isAsSafe(url: string, issuer: string): boolean {
  const protocol = URL.parse(url)?.protocol;
  return protocol === 'https:' || (protocol === 'http:' && issuer.startsWith('http:'));
}

function kept(...maxAges: readonly (number | null)[]): number {
  const stated = maxAges.filter((maxAge) => maxAge !== null);
  const shortest = stated.length === 0 ? KEPT.default : Math.min(...stated);
  return Math.min(KEPT.most, Math.max(KEPT.least, shortest));
}

/** Those for signatures that have a public half, can be read, and are not too short. */
function usableKeys(set: unknown): JWK[] {
  const keys: unknown = isJsonObject(set) ? set['keys'] : [];
  return (Array.isArray(keys) ? keys : []).slice(0, MOST_KEYS).filter(isUsable);
}

function isUsable(key: unknown): key is JWK {
  if (!isJsonObject(key) || 'd' in key || (key['use'] ?? 'sig') !== 'sig') return false;
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key, format: 'jwk' });
    return (asymmetricKeyDetails?.modulusLength ?? LEAST_RSA_BITS) >= LEAST_RSA_BITS;
  } catch {
    return false;
  }
}
