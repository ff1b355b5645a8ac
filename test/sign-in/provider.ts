import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import OidcProvider, { type Context, type TokenParts } from 'oidc-provider';
import { atEndOfTest, once } from '../support/end-of-test.ts';
import { publicHalf } from './forge.ts';

// A real OpenID Connect provider over HTTP, which issues tokens in the shape of Okta's and Entra's.

export const AUDIENCE = 'api://latchkey';
export type Claims = Readonly<Record<string, unknown>>;

export type TestProvider = {
  /** As in the settings. */
  readonly issuer: string;
  /** A token that the provider issues, with these claims over its own; null leaves one out. */
  readonly accessToken: (claims: Claims, header?: Claims, alg?: Algorithm) => Promise<string>;
  /** The private half of the first key that it signs with. */
  readonly key: () => JWK;
  /** From now on it signs with other keys, and publishes only those; or all. */
  readonly rotate: (keeps?: 'old key') => Promise<void>;
  /** Whether it breaks all connections. */
  readonly setAway: (isAway: boolean) => void;
  /** Whether it answers nothing yet; what it was asked, it answers once that is over. */
  readonly setSilent: (isSilent: boolean) => void;
  /** Keeps the next answer with its keys waiting, as it is. @returns what lets it go, once it is made */
  readonly holdKeys: () => Promise<() => void>;
  /** How often its keys were read. */
  readonly keyReads: () => number;
  readonly stop: () => Promise<void>;
};

export type Algorithm = 'RS256' | 'PS256' | 'ES256';

type Options = {
  /** With which it signs. */
  readonly algorithms?: readonly Algorithm[];
  /** The path of the issuer. */
  readonly path?: string;
  /** Where it is served, if that is another one. */
  readonly servedAt?: string;
  readonly cacheControl?: string;
  /** The issuer that its keys name, as those of Entra ID do. */
  readonly keyIssuer?: (origin: string) => string;
};

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** One that a test starts is stopped with that test. */
export async function startProvider({
  algorithms = ['RS256'],
  path = '/oauth2/default',
  servedAt = path,
  cacheControl,
  keyIssuer,
}: Options = {}): Promise<TestProvider> {
  const newKeys = () => Promise.all(algorithms.map((alg) => newKey(alg)));
  let keys = await newKeys();
  let handler: Handler | null = null;
  let isAway = false;
  let isSilent = false;
  const held: (() => void)[] = [];
  let holdKeys: ((go: () => void) => void) | null = null;
  let keyReads = 0;
  const server = createServer((request, response) => {
    if (isAway) request.socket.destroy();
    else if (isSilent) held.push(() => void handler?.(mounted(request, servedAt), response));
    else void handler?.(mounted(request, servedAt), response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = base + path;

  function serve(): void {
    const provider = new OidcProvider(issuer, configuration(keys));
    provider.use(async (context, next) => {
      await next();
      if (!context.path.endsWith('/jwks')) return;
      keyReads += 1;
      if (keyIssuer !== undefined)
        context.body = {
          keys: keys.map((key) => ({ ...publicHalf(key), issuer: keyIssuer(base) })),
        };
      if (cacheControl !== undefined) context.set('cache-control', cacheControl);
      const hold = holdKeys;
      holdKeys = null;
      if (hold !== null) await new Promise<void>(hold);
    });
    handler = provider.callback();
  }

  serve();
  const stop = once(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  atEndOfTest(stop);
  return {
    issuer,
    accessToken: async (claims, header, alg) => {
      const response = await fetch(`${base}${servedAt}/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${btoa('machine:secret')}`,
          'content-type': 'application/x-www-form-urlencoded',
          'x-shape': encodeURIComponent(JSON.stringify({ claims, header, alg })),
        },
        body: 'grant_type=client_credentials&scope=read',
      });
      const { access_token: token } = (await response.json()) as { access_token: string };
      return token;
    },
    key: () => keys[0] ?? {},
    rotate: async (keeps) => {
      keys = [...(await newKeys()), ...(keeps ? keys : [])];
      serve();
    },
    setAway: (value) => {
      isAway = value;
      if (isAway) server.closeAllConnections();
    },
    setSilent: (value) => {
      isSilent = value;
      if (!isSilent) for (const answer of held.splice(0)) answer();
    },
    holdKeys: () =>
      new Promise((resolve) => {
        holdKeys = resolve;
      }),
    keyReads: () => keyReads,
    stop,
  };
}

/** The provider takes the path from the request as the whole server got it. */
export function mounted(request: IncomingMessage, path: string): IncomingMessage {
  const { url = '' } = request;
  if (!url.startsWith(path)) return request;
  return Object.assign(request, {
    originalUrl: url,
    baseUrl: path,
    url: url.slice(path.length),
  });
}

let serial = 0;

export async function newKey(alg: Algorithm = 'RS256'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  serial += 1;
  return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: `key-${serial}` };
}

function configuration(keys: readonly JWK[]) {
  return {
    jwks: { keys },
    clients: [
      {
        client_id: 'machine',
        client_secret: 'secret',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    ttl: { ClientCredentials: 3_600 },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (context: Context) => {
          const { alg = 'RS256' } = shapeOf(context);
          return {
            scope: 'read latchkey.figures',
            audience: AUDIENCE,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg, kid: keys.find((key) => key.alg === alg)?.kid } },
          };
        },
      },
    },
    formats: { customizers: { jwt: reshape } },
  };
}

type Shape = { readonly claims: Claims; readonly header?: Claims; readonly alg?: Algorithm };

/** What a test wants of the token comes with the request for it; else it is like one of Okta's. */
function shapeOf(context: Context): Shape {
  return JSON.parse(decodeURIComponent(context.get('x-shape') || OKTA_SHAPE)) as Shape;
}

function reshape(context: Context, _token: unknown, parts: TokenParts): void {
  const { claims, header } = shapeOf(context);
  const all = { ...parts.payload, ...claims };
  parts.payload = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  if (header) parts.header = withoutNulls(header);
}

const OKTA_SHAPE = encodeURIComponent('{"claims": {"scp": ["latchkey.figures"]}}');

/** A header that is undefined is left out, also one that the provider would set. */
export function withoutNulls(header: Claims): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(header).map(([name, value]) => [name, value === null ? undefined : value]),
  );
}
