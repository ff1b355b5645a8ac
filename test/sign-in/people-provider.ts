import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWK } from 'jose';
import OidcProvider, { type TokenParts } from 'oidc-provider';
import { atEndOfTest, once } from '../support/end-of-test.ts';
import { AUDIENCE, type Claims, newKey } from './provider.ts';

// A real OpenID Connect provider at which people sign in: whoever comes is Ada, without a form.

export const CLIENT = { id: 'latchkey', secret: 'a client secret of some length' };

export type PeopleProvider = {
  readonly issuer: string;
  readonly key: () => JWK;
  /** What its access tokens say besides, from now on. */
  readonly setClaims: (claims: Claims) => void;
  /** Who signs in from now on; null for somebody who changes their mind. */
  readonly setPerson: (person: string | null) => void;
  readonly setAway: (isAway: boolean) => void;
  /** How often tokens were asked for, by the kind of grant. */
  readonly grants: () => readonly string[];
  readonly stop: () => Promise<void>;
};

/** @param redirectUris of the service, also those to which people come back after they signed out */
export async function startPeopleProvider(redirectUris: {
  readonly signIn: readonly string[];
  readonly signOut: readonly string[];
  readonly backChannel?: string;
}): Promise<PeopleProvider> {
  const key = await newKey();
  let claims: Claims = {};
  let person: string | null = 'ada';
  let isAway = false;
  const grants: string[] = [];
  const server = createServer((request, response) => {
    if (isAway) {
      request.socket.destroy();
      return;
    }
    if (request.url?.startsWith('/interaction/')) {
      const login = person === null ? refused : { login: { accountId: person } };
      void provider.interactionFinished(request, response, { ...login, consent: {} });
      return;
    }
    void handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new OidcProvider(issuer, {
    ...configuration(key, redirectUris),
    formats: {
      customizers: {
        jwt: (_context: unknown, _token: unknown, parts: TokenParts) => {
          const all = { ...parts.payload, ...claims };
          parts.payload = Object.fromEntries(
            Object.entries(all).filter(([, value]) => value !== null),
          );
        },
      },
    },
  });
  provider.use(async (context, next) => {
    await next();
    if (context.path === '/token')
      grants.push(
        String((context as unknown as { oidc: { params: Claims } }).oidc.params['grant_type']),
      );
  });
  const handle = provider.callback();
  const stop = once(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  atEndOfTest(stop);
  return {
    issuer,
    key: () => key,
    setClaims: (value) => {
      claims = value;
    },
    setPerson: (value) => {
      person = value;
    },
    setAway: (value) => {
      isAway = value;
      if (isAway) server.closeAllConnections();
    },
    grants: () => grants,
    stop,
  };
}

const refused = { error: 'access_denied', error_description: 'changed my mind' };

function configuration(
  key: JWK,
  { signIn, signOut, backChannel }: Parameters<typeof startPeopleProvider>[0],
) {
  return {
    jwks: { keys: [key] },
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: signIn,
        post_logout_redirect_uris: signOut,
        ...(backChannel && {
          backchannel_logout_uri: backChannel,
          backchannel_logout_session_required: true,
        }),
      },
    ],
    ttl: { AccessToken: 3_600, RefreshToken: 86_400, Session: 86_400, Grant: 86_400 },
    cookies: { keys: ['one key for cookies of the tests'] },
    pkce: { required: () => true },
    scopes: ['openid', 'offline_access', 'profile', 'email'],
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id }),
    }),
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    loadExistingGrant: grantAll,
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'openid profile email offline_access',
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256', kid: key.kid } },
        }),
      },
    },
  };
}

type OidcContext = {
  oidc: {
    readonly client: { readonly clientId: string };
    readonly session: { readonly accountId: string };
    readonly provider: {
      readonly Grant: new (
        of: Claims,
      ) => {
        addOIDCScope: (scope: string) => void;
        addResourceScope: (resource: string, scope: string) => void;
        save: () => Promise<string>;
      };
    };
  };
};

/** Nobody is asked for consent. */
async function grantAll({ oidc: { client, session, provider } }: OidcContext) {
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile email offline_access');
  grant.addResourceScope(AUDIENCE, 'openid profile email offline_access');
  await grant.save();
  return grant;
}

/** Whoever wants to sign out is not asked twice. */
function logoutSource(context: { body: unknown }, form: string) {
  context.body = `<!doctype html><title>Sign out</title>${form}<button autofocus type="submit" form="op.logoutForm" value="yes" name="logout">Yes, sign me out</button>`;
}
