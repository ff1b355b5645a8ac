import type { JWK } from 'jose';
import { AUDIENCE, type Claims } from './provider.ts';

// How oidc-provider is set up for people: whoever comes is signed in, and is asked for nothing.

export const CLIENT = { id: 'latchkey', secret: 'a client secret of some length' };

/** The addresses of the service, also those to which people come back after they signed out. */
export type ClientAddresses = {
  readonly signIn: readonly string[];
  readonly signOut: readonly string[];
  readonly backChannel?: string;
};

/** @param keys the first of which signs */
export function configuration(
  keys: readonly JWK[],
  { signIn, signOut, backChannel }: ClientAddresses,
) {
  return {
    jwks: { keys },
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
    ttl: {
      AccessToken: 3_600,
      IdToken: 86_400,
      RefreshToken: 86_400,
      Session: 86_400,
      Grant: 86_400,
    },
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
          jwt: { sign: { alg: 'RS256', kid: keys[0]?.kid } },
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
