import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWK } from 'jose';
import OidcProvider, { type Context, type TokenParts } from 'oidc-provider';
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';
import { atEndOfTest, once } from '../support/end-of-test.ts';
import { asEntra, asLibrary, ENTRA_PATH, type EntraShape, resigned } from './as-entra.ts';
import { type ClientAddresses, configuration } from './people-configuration.ts';
import { type Claims, mounted, newKey, withoutNulls } from './provider.ts';

// A real OpenID Connect provider at which people sign in: whoever comes is Ada, without a form.

export type PeopleProvider = {
  readonly issuer: string;
  /** As its tokens name it. */
  readonly tokenIssuer: string;
  /** That it signs with. */
  readonly key: () => JWK;
  /**
   * From now on it signs with another key. The old one stays published, or is withdrawn as soon as what
   * was asked before is answered.
   */
  readonly rotate: (keeps?: 'old key') => Promise<void>;
  /** What its access tokens say besides, from now on, and their header; null leaves out what it is set to. */
  readonly setClaims: (claims: Claims, header?: Claims) => void;
  /** The same for its ID tokens. */
  readonly setIdClaims: (claims: Claims) => void;
  /** Who signs in from now on; null for somebody who changes their mind. */
  readonly setPerson: (person: string | null) => void;
  /** Whether its access tokens are no JWT, from now on. */
  readonly setOpaque: (isOpaque: boolean) => void;
  readonly setAway: (isAway: boolean) => void;
  /** Keeps the next request for tokens waiting. @returns what lets it go on, once it has come */
  readonly holdToken: () => Promise<() => void>;
  /** How often tokens were asked for, by the kind of grant. */
  readonly grants: () => readonly string[];
  readonly stop: () => Promise<void>;
};

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export async function startPeopleProvider(
  addresses: ClientAddresses,
  entra?: EntraShape,
): Promise<PeopleProvider> {
  let keys = [await newKey()];
  let claims: Claims = {};
  let idClaims: Claims = {};
  let header: Claims = {};
  let person: string | null = 'ada';
  let isAway = false;
  let isOpaque = false;
  const grants: string[] = [];
  let hold: ((go: () => void) => void) | null = null;
  const underWay = new Set<Promise<void>>();
  const answer: Answer = (request, response) => {
    const work = answered(request, response).finally(() => underWay.delete(work));
    underWay.add(work);
  };
  const answered = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/interaction/')) {
      const login = person === null ? refused : { login: { accountId: person } };
      await served.provider.interactionFinished(request, response, { ...login, consent: {} });
    } else await served.handle(entra ? mounted(request, ENTRA_PATH) : request, response);
  };
  const server = createServer((request, response) => {
    if (isAway) request.socket.destroy();
    else if (hold !== null && request.url?.endsWith('/token'))
      hold(() => answer(request, response));
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // What it keeps of sessions and grants outlives its keys.
  const adapter = createMemoryAdapter();

  function serve() {
    const [key = {}] = keys;
    const provider = new OidcProvider(entra ? base + ENTRA_PATH : base, {
      ...configuration(keys, addresses),
      adapter,
      formats: {
        customizers: {
          jwt: (_context: unknown, _token: unknown, parts: TokenParts) => {
            const all = { ...parts.payload, ...claims };
            parts.payload = Object.fromEntries(
              Object.entries(all).filter(([, value]) => value !== null),
            );
            parts.header = { ...parts.header, ...withoutNulls(header) };
          },
        },
      },
    });
    provider.use(async (context, next) => {
      await next();
      const answer = context.body as Record<string, unknown> | undefined;
      if (isOpaque && answer?.['access_token']) answer['access_token'] = 'opaque';
      if (typeof answer?.['id_token'] === 'string' && Object.keys(idClaims).length > 0)
        answer['id_token'] = resigned(answer['id_token'], idClaims, key);
      if (context.path.endsWith('/token')) grants.push(grantOf(context));
    });
    if (entra)
      provider.use(async (context, next) => {
        asLibrary(context, { base, key, ...entra });
        await next();
        asEntra(context, { base, key, ...entra });
      });
    return { provider, handle: provider.callback() };
  }

  let served = serve();
  const stop = once(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  atEndOfTest(stop);
  return {
    issuer: entra ? `${base}/{tenantid}/v2.0` : base,
    tokenIssuer: entra ? `${base}/${entra.tenant}/v2.0` : base,
    key: () => keys[0] ?? {},
    rotate: async (keeps) => {
      keys = [await newKey(), ...keys];
      served = serve();
      if (keeps) return;
      await Promise.allSettled(underWay);
      keys = keys.slice(0, 1);
      served = serve();
    },
    setClaims: (value, ofHeader = {}) => {
      claims = value;
      header = ofHeader;
    },
    setIdClaims: (value) => {
      idClaims = value;
    },
    setPerson: (value) => {
      person = value;
    },
    setOpaque: (value) => {
      isOpaque = value;
    },
    setAway: (value) => {
      isAway = value;
      if (isAway) server.closeAllConnections();
    },
    holdToken: () =>
      new Promise((resolve) => {
        hold = (go) => {
          hold = null;
          resolve(go);
        };
      }),
    grants: () => grants,
    stop,
  };
}

function grantOf(context: Context): string {
  const { oidc } = context as unknown as { oidc: { params: Claims } };
  return String(oidc.params['grant_type']);
}

const refused = { error: 'access_denied', error_description: 'changed my mind' };
