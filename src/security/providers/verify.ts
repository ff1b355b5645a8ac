import { errors, jwtVerify } from 'jose';
import { type ProviderConfig, TENANT_PLACE } from '../../core/config/providers.ts';
import type { JsonObject } from '../../core/input/json.ts';
import type { ProviderKeys } from './provider-keys.ts';
import { type TokenRefusal, TokenRefused } from './refusals.ts';
import { isSubject } from './subject.ts';
import type { TokenText } from './token-text.ts';

type Signed = TokenText & { readonly text: string; readonly now: Date };

/**
 * Checks everything about a token but what it grants. The headers `jwk`, `jku` and `x5u`, with which a
 * token brings its own key, count for nothing.
 * @throws TokenRefused, UnavailableError
 */
export async function verifyToken(
  provider: ProviderConfig,
  keys: ProviderKeys,
  { text, header, claims, now }: Signed,
): Promise<void> {
  const { algorithms, audience, clockSkewSeconds } = provider;
  if (!algorithms.some((allowed) => allowed === header['alg'])) throw new TokenRefused('ALGORITHM');
  checkTenant(provider, claims);
  if (!isAccessToken(provider, header, claims)) throw new TokenRefused('NO_ACCESS_TOKEN');
  checkOwnClaims(claims);
  const { payload } = await jwtVerify(text, (...named) => keys.find(claims, ...named), {
    algorithms: [...algorithms],
    audience: [...audience],
    // For several tenants, the issuer is checked together with the tenant.
    ...(!provider.issuer.includes(TENANT_PLACE) && { issuer: provider.issuer }),
    clockTolerance: clockSkewSeconds,
    currentDate: now,
  }).catch((error: unknown) => {
    throw asRefused(error);
  });
  if ((payload.iat ?? 0) > now.getTime() / 1_000 + clockSkewSeconds)
    throw new TokenRefused('NOT_YET_VALID');
}

const OF_CLAIM: Readonly<Record<string, TokenRefusal>> = {
  aud: 'AUDIENCE',
  iss: 'UNKNOWN_ISSUER',
  nbf: 'NOT_YET_VALID',
};

/** Anything else is a fault of this program or of the provider, and is not hidden. */
function asRefused(error: unknown): unknown {
  if (!(error instanceof errors.JOSEError)) return error;
  if (error instanceof errors.JWTExpired) return new TokenRefused('EXPIRED');
  if (error instanceof errors.JWTClaimValidationFailed) {
    const isWrong = error.reason === 'check_failed' || error.claim === 'aud';
    return new TokenRefused((isWrong && OF_CLAIM[error.claim]) || 'CLAIMS');
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return new TokenRefused('SIGNATURE');
  if (error instanceof errors.JOSEAlgNotAllowed) return new TokenRefused('ALGORITHM');
  if (error instanceof errors.JWKSMultipleMatchingKeys) return new TokenRefused('UNKNOWN_KEY');
  return new TokenRefused('MALFORMED');
}

/** Which provider a token claims to be of, or why it is none. */
export function isIssuedBy({ issuer }: ProviderConfig, { iss, tid }: JsonObject): boolean {
  return iss === (typeof tid === 'string' ? issuer.replace(TENANT_PLACE, tid) : issuer);
}

/** Of another issuer, there is something to be said. */
export function otherIssuer({ iss, ver }: JsonObject): TokenRefusal {
  const isOfVersion1 =
    typeof iss === 'string' && /^https:\/\/sts\.(?:windows\.net|chinacloudapi\.cn)\//.test(iss);
  return isOfVersion1 || ver === '1.0' ? 'VERSION_1' : 'UNKNOWN_ISSUER';
}

function checkTenant({ isEntra, tenants }: ProviderConfig, { tid, ver }: JsonObject): void {
  if (isEntra && ver !== '2.0') throw new TokenRefused('VERSION_1');
  if (tenants.length > 0 && !tenants.some((tenant) => tenant === tid))
    throw new TokenRefused('TENANT');
}

const ACCESS_TOKEN_TYPES = ['at+jwt', 'application/at+jwt'];
/** With which access tokens are sent whose provider does not follow RFC 9068. */
const ANY_TOKEN_TYPES = ['jwt', 'application/jwt'];
/** In ID tokens alone. */
const ID_TOKEN_CLAIMS = ['nonce', 'at_hash', 'c_hash', 's_hash'];
/** In access tokens: what is allowed, and to which client. */
const ACCESS_TOKEN_CLAIMS = ['scp', 'scope', 'cid', 'client_id'];
/** Elsewhere, ID tokens have `azp`, too. */
const ENTRA_CLAIMS = [...ACCESS_TOKEN_CLAIMS, 'azp'];
/** How Keycloak names its access tokens in the claim `typ`. */
const KEYCLOAK_TYPE = 'Bearer';

/** By its type where that says it; else by what only access tokens have, and ID tokens do not. */
function isAccessToken(
  { isEntra }: ProviderConfig,
  { typ }: JsonObject,
  claims: JsonObject,
): boolean {
  if (ID_TOKEN_CLAIMS.some((name) => Object.hasOwn(claims, name))) return false;
  if (Object.hasOwn(claims, 'typ') && claims['typ'] !== KEYCLOAK_TYPE) return false;
  const type = typeof typ === 'string' ? typ.toLowerCase() : typ;
  if (ACCESS_TOKEN_TYPES.some((known) => known === type)) return true;
  if (type !== undefined && !ANY_TOKEN_TYPES.some((known) => known === type)) return false;
  const known = isEntra ? ENTRA_CLAIMS : ACCESS_TOKEN_CLAIMS;
  return known.some((name) => Object.hasOwn(claims, name));
}

/** The end of the year 9999: a later date cannot be written. */
const LATEST = 253_402_300_799;

function checkOwnClaims({ sub, exp }: JsonObject): void {
  if (!isSubject(sub)) throw new TokenRefused('CLAIMS');
  if (typeof exp !== 'number' || exp < 0 || exp > LATEST) throw new TokenRefused('CLAIMS');
}
