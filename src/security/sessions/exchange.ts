import { jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import type { App } from '../../core/app.ts';
import { TENANT_PLACE } from '../../core/config/providers.ts';
import { UnavailableError } from '../../core/errors.ts';
import { providerAway } from '../providers/away.ts';
import type { Endpoints } from '../providers/discovery.ts';
import type { KnownProvider } from '../providers/providers.ts';
import { TokenRefused } from '../providers/refusals.ts';
import { isSubject } from '../providers/subject.ts';
import { boundedFetch } from './bounded-fetch.ts';

/** What a provider hands out. */
export type Tokens = {
  readonly access: string;
  readonly refresh: string | null;
  readonly id: string;
  /** When they were renewed, nothing showed that the access token is the provider's. */
  readonly isUnproven?: true;
};

export type SignedIn = {
  readonly tokens: Tokens;
  readonly subject: string;
  /** The session at the provider; null where the ID token names none. */
  readonly session: string | null;
  /** When the ID token was issued, in seconds since 1970. */
  readonly issuedAt: number;
};

/** How the library is told of issuers with a tenant; its types leave it out. */
const EXPECTED_ISSUER: symbol = Reflect.get(oauth, '_expectedIssuer');

const PATIENCE_MS = 5_000;
type Purpose = 'sign-in' | 'renewal';
/**
 * Requests that wait for one provider, each of which holds a place of those that are worked on. They are counted
 * for each purpose: anybody can begin many sign-ins, and those must not hold up renewals.
 */
const MOST_WAITING = 16;
const TOO_MANY: Readonly<Record<Purpose, string>> = {
  'sign-in': 'Too many people are signing in. Try again shortly.',
  renewal: 'Too many sessions are being renewed. Try again shortly.',
};
const waiting = new Map<string, number>();

/** @throws UnavailableError while the provider is away, or too many wait for it */
async function withProvider<Result>(
  name: string,
  purpose: Purpose,
  work: () => Promise<Result>,
): Promise<Result> {
  const place = `${purpose} ${name}`;
  const count = waiting.get(place) ?? 0;
  if (count >= MOST_WAITING) throw new UnavailableError(TOO_MANY[purpose]);
  waiting.set(place, count + 1);
  try {
    return await work();
  } catch (error) {
    throw isNetwork(error) ? providerAway(name) : error;
  } finally {
    waiting.set(place, (waiting.get(place) ?? 1) - 1);
  }
}

/** The library throws its own errors for every answer that it understands, right or wrong. */
function isNetwork(error: unknown): boolean {
  if (error instanceof oauth.ResponseBodyError) return error.status >= 500;
  if (error instanceof oauth.OperationProcessingError) {
    const { cause } = error;
    return cause instanceof Response && cause.status >= 500;
  }
  return error instanceof DOMException || (error instanceof TypeError && !('code' in error));
}

export function endpointsOf({ config, keys }: KnownProvider): Endpoints & {
  readonly authorization: string;
  readonly token: string;
} {
  const endpoints = keys.endpoints();
  if (endpoints === null) throw providerAway(config.name);
  const { authorization, token } = endpoints;
  if (authorization === null || token === null)
    throw new UnavailableError(`The sign-in provider ${config.name} offers no sign-in`);
  return { ...endpoints, authorization, token };
}

/** As the library wants to know provider and client. */
function partiesOf(app: App, known: KnownProvider) {
  const { config } = known;
  const endpoints = endpointsOf(known);
  const { clientId = '', clientSecret } = config.signIn ?? {};
  const as: oauth.AuthorizationServer = {
    issuer: config.issuer,
    token_endpoint: endpoints.token,
    authorization_response_iss_parameter_supported: endpoints.namesIssuer,
    id_token_signing_alg_values_supported: [...config.algorithms],
    // For several tenants, the issuer depends on the tenant; which may sign in is checked with the access token.
    ...(config.issuer.includes(TENANT_PLACE) && {
      [EXPECTED_ISSUER]: ({ claims }: { claims: { tid?: unknown } }) =>
        config.issuer.replace(TENANT_PLACE, () => String(claims.tid)),
    }),
  };
  const now = (app.clock() ?? new Date()).getTime();
  const client: oauth.Client = {
    client_id: clientId,
    [oauth.clockSkew]: Math.round((now - Date.now()) / 1_000),
    [oauth.clockTolerance]: config.clockSkewSeconds,
  };
  const isPostOnly =
    endpoints.authMethods.length > 0 && !endpoints.authMethods.includes('client_secret_basic');
  const asClient =
    clientSecret === undefined
      ? oauth.None()
      : (isPostOnly ? oauth.ClientSecretPost : oauth.ClientSecretBasic)(clientSecret);
  return { as, client, asClient };
}

function options({ config }: KnownProvider) {
  return {
    [oauth.customFetch]: boundedFetch,
    [oauth.allowInsecureRequests]: config.issuer.startsWith('http:'),
    signal: AbortSignal.timeout(PATIENCE_MS),
  };
}

/** As RFC 6749 has it, and no longer than any provider makes it. */
const CODE = /^[\x20-\x7e]{1,4096}$/;

/**
 * Checks what a browser brought back, which anybody can write, before anything is done for it.
 * @returns null where it is no answer with a code
 * @throws AuthorizationResponseError where the provider says that it did not sign the person in
 */
export function readCallback(
  app: App,
  known: KnownProvider,
  { parameters, state }: { readonly parameters: URLSearchParams; readonly state: string },
): URLSearchParams | null {
  const { as, client } = partiesOf(app, known);
  try {
    const valid = oauth.validateAuthResponse(as, client, parameters, state);
    const codes = valid.getAll('code');
    return codes.length === 1 && CODE.test(codes[0] ?? '') ? valid : null;
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) throw error;
    return null;
  }
}

type Exchange = {
  /** What `readCallback` found to be valid. */
  readonly callback: URLSearchParams;
  readonly nonce: string;
  readonly verifier: string;
};

/** Exchanges the code that a browser brought back for tokens, and checks the ID token. */
export async function exchangeCode(
  app: App,
  known: KnownProvider,
  { callback, nonce, verifier }: Exchange,
): Promise<SignedIn> {
  const { as, client, asClient } = partiesOf(app, known);
  const answer = await withProvider(known.config.name, 'sign-in', async () => {
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      asClient,
      callback,
      known.config.signIn?.redirectUri ?? '',
      verifier,
      options(known),
    );
    return await oauth.processAuthorizationCodeResponse(as, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
  });
  const claims = oauth.getValidatedIdTokenClaims(answer);
  const { access_token: access, refresh_token: refresh = null, id_token: id } = answer;
  if (claims === undefined || id === undefined) throw new Error('an ID token was required');
  await checkSignature(app, known, id);
  const { sub, sid, iat } = claims;
  if (!isSubject(sub) || (sid !== undefined && !isSubject(sid))) throw new TokenRefused('CLAIMS');
  return { tokens: { access, refresh, id }, subject: sub, session: sid ?? null, issuedAt: iat };
}

async function checkSignature(app: App, { config, keys }: KnownProvider, id: string) {
  const payload = JSON.parse(Buffer.from(id.split('.')[1] ?? '', 'base64url').toString());
  await jwtVerify(id, (...named) => keys.find(payload, ...named), {
    algorithms: [...config.algorithms],
    currentDate: app.clock() ?? new Date(),
    clockTolerance: config.clockSkewSeconds,
  });
}

/** Renewed tokens, and the session at the provider if the new ID token names one. */
export type Renewed = Pick<SignedIn, 'tokens' | 'session'>;

/** A provider renewed the tokens of a person with the ID token of another one. */
export class OtherPersonError extends Error {}

/** The tokens of a session, and whom its ID token names. */
type Renewable = Pick<SignedIn, 'tokens' | 'subject'>;

/**
 * Renews the tokens of a session. A provider that gives no new refresh token or ID token leaves the old one.
 * @throws OtherPersonError
 */
export async function renewTokens(
  app: App,
  known: KnownProvider,
  { tokens, subject }: Renewable,
): Promise<Renewed> {
  const { as, client, asClient } = partiesOf(app, known);
  return await withProvider(known.config.name, 'renewal', async () => {
    const response = await oauth.refreshTokenGrantRequest(
      as,
      client,
      asClient,
      tokens.refresh ?? '',
      options(known),
    );
    const answer = await oauth.processRefreshTokenResponse(as, client, response);
    const { access_token: access, refresh_token: refresh, id_token: id } = answer;
    const claims = oauth.getValidatedIdTokenClaims(answer);
    if (claims !== undefined && claims.sub !== subject)
      throw new OtherPersonError('The renewed ID token names another person');
    const sid = claims?.['sid'];
    return {
      tokens: { access, refresh: refresh ?? tokens.refresh, id: id ?? tokens.id },
      session: isSubject(sid) ? sid : null,
    };
  });
}
