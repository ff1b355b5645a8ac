import type { RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';
import { VERSION } from '../../src/core/version.ts';
import { ADMINS, startPeople } from '../sign-in/people-server.ts';
import { endedCertificate, hasOpenSSL, makeCertificate } from '../support/certificates.ts';
import { neededInCI } from '../support/in-ci.ts';
import { freePort } from '../support/ports.ts';
import { startServer } from '../support/server.ts';
import { type Situation, type Stage, type Start, serve } from './situation.ts';

// What callers meet at the public address: the service, what stands before it, and what is not the service.

const isPossible = neededInCI(hasOpenSSL(), 'apt-get install openssl');

const alive =
  (version: string): RequestListener =>
  (request, response) => {
    if (request.method !== 'GET') response.statusCode = 404;
    const health = { status: 'ok', service: 'admin-api', version };
    const isRoot = request.url === '/';
    response.end(JSON.stringify(isRoot ? { message: 'Vexa Admin API (Latchkey)' } : health));
  };

/** The other port of a real service, which has no API. */
const metricsOnly = async ({ databaseUrl, pepper }: Stage): Promise<Start> => {
  const port = await freePort();
  const env = { TOKEN_PEPPER: pepper, METRICS_PORT: String(port) };
  const server = await startServer({ beside: { databaseUrl }, env });
  onTestFinished(() => server.stop());
  return at(port);
};

/** A proxy that passes health checks on, and nothing else. */
const healthOnly: RequestListener = (request, response) => {
  if (request.url === '/health/live') alive(VERSION)(request, response);
  else response.writeHead(404).end();
};

const at = (port: number, { host = '127.0.0.1', path = '', scheme = 'http' } = {}): Start => ({
  args: ['--url', `${scheme}://${host}:${port}${path}`],
});

const answering = (listener: RequestListener) => async () => at(await serve(listener));

/** A real service below a path, and a proxy before it that may change the path. */
const below =
  (path: (from: string) => string) =>
  async ({ databaseUrl, pepper }: Stage) => {
    const env = { TOKEN_PEPPER: pepper, BASE_PATH: '/latchkey' };
    const server = await startServer({ beside: { databaseUrl }, env });
    onTestFinished(() => server.stop());
    const { origin } = new URL(server.url);
    return await serve(async ({ url = '' }, response) => {
      const answer = await fetch(origin + path(url), { headers: { accept: 'application/json' } });
      response.statusCode = answer.status;
      response.end(await answer.text());
    });
  };
const unchanged = below((path) => path);

type Certificate = {
  readonly make?: typeof makeCertificate;
  /** Those of the certificate; callers come to 0.0.0.0. */
  readonly names?: string;
  /** Whether the machine trusts who signed it. */
  readonly isTrusted?: boolean;
  readonly env?: Start['env'];
};

const certified =
  ({ make = makeCertificate, names = 'IP:0.0.0.0', isTrusted = true, env = {} }: Certificate) =>
  async ({ folder }: Stage): Promise<Start> => {
    const certificate = make(folder, 'public', { names });
    const port = await serve(alive(VERSION), certificate);
    const trusted = isTrusted && { NODE_EXTRA_CA_CERTS: certificate.certFile };
    return { ...at(port, { host: '0.0.0.0', scheme: 'https' }), env: { ...trusted, ...env } };
  };

/** People sign in at a provider, and come back to a real service or to another address. */
const signingIn =
  (host: string, isThere = true) =>
  async (): Promise<Start> => {
    const people = await startPeople({ rules: [ADMINS] });
    onTestFinished(() => people.stop());
    const { OIDC_PROVIDERS: own } = people.providersEnv();
    const port = isThere ? Number(new URL(people.server.url).port) : await serve(alive(VERSION));
    const providers = own.replaceAll(
      `${people.server.url}/sign-in`,
      `http://127.0.0.1:${port}/sign-in`,
    );
    return { ...at(port, { host }), env: { OIDC_PROVIDERS: providers } };
  };

export const ADDRESS_SITUATIONS: readonly Situation[] = [
  {
    what: 'this service',
    finds: ['ok', 'public URL', /This service answers at/],
    start: answering(alive(VERSION)),
  },
  {
    what: 'the port of metrics',
    finds: ['fail', 'public URL', /is the port of METRICS_PORT/],
    remedy: /leads to PORT/,
    start: metricsOnly,
  },
  {
    what: 'a proxy that passes on health checks only',
    finds: ['fail', 'public URL', /only health checks .* \(the start page: status 404\)/],
    remedy: /pass all paths on/,
    start: answering(healthOnly),
  },
  {
    what: 'no answer',
    finds: ['fail', 'public URL', /does not respond \(ECONNREFUSED\)/],
    remedy: /that the proxy runs/,
    start: async () => at(await freePort()),
  },
  {
    what: 'something else',
    finds: ['fail', 'public URL', /Something else .* \(status 200\)/],
    start: answering((_request, response) => response.end('<html>')),
  },
  {
    what: 'a proxy that leads to https',
    finds: ['fail', 'public URL', /leads to another address \(status 301\)/],
    remedy: /https/,
    start: answering((_request, response) =>
      response.writeHead(301, { location: 'https://h.example/health/live' }).end(),
    ),
  },
  {
    what: 'another version',
    finds: ['warn', 'public URL', /^Version 0\.0\.1 answers at/],
    remedy: /Restart/,
    start: answering(alive('0.0.1')),
  },
  {
    what: 'a proxy that keeps the path',
    finds: ['ok', 'path', /All paths begin with \/latchkey/],
    start: async (stage) => ({
      ...at(await unchanged(stage), { path: '/latchkey' }),
      env: { BASE_PATH: '/latchkey' },
    }),
  },
  {
    what: 'a proxy that removes the path',
    finds: ['fail', 'path', /Requests arrive without \/latchkey/],
    remedy: /proxy_pass without a path/,
    start: async (stage) => ({
      ...at(await below((path) => path.replace('/latchkey', ''))(stage), { path: '/latchkey' }),
      env: { BASE_PATH: '/latchkey' },
    }),
  },
  {
    what: 'an address below a path that is not set',
    finds: ['fail', 'path', /The service is at \/latchkey, and BASE_PATH is not set/],
    remedy: /^Set BASE_PATH=\/latchkey\.$/,
    start: async (stage) => at(await unchanged(stage), { path: '/latchkey' }),
  },
  {
    what: 'keys that are sent readable',
    finds: ['warn', 'TLS', /without encryption/],
    start: async () => at(await serve(alive(VERSION)), { host: '0.0.0.0' }),
  },
  {
    what: 'a valid certificate',
    finds: ['ok', 'TLS', /The certificate is valid/],
    start: certified({}),
    isPossible,
  },
  {
    what: 'a proxy that is set',
    finds: ['ok', 'TLS', /The certificate is valid/],
    without: 'proxy',
    start: certified({ env: { TRUST_PROXY: '1' } }),
    isPossible,
  },
  {
    what: 'a certificate of the service itself, which needs no proxy',
    finds: ['ok', 'TLS', /The certificate is valid/],
    without: 'proxy',
    start: certified({ env: { TLS_CERT_FILE: '/own.crt', TLS_KEY_FILE: '/own.key' } }),
    isPossible,
  },
  {
    what: 'an expired certificate',
    finds: ['fail', 'TLS', /refuse the certificate of 0\.0\.0\.0:\d+: it has expired/],
    remedy: /Renew it/,
    start: certified({ make: endedCertificate }),
    isPossible,
  },
  {
    what: 'a certificate for another host',
    finds: ['fail', 'TLS', /it is for another name/],
    start: certified({ names: 'DNS:h.example' }),
    isPossible,
  },
  {
    what: 'a certificate that signs itself',
    finds: ['fail', 'TLS', /is not signed by an authority that this machine trusts/],
    remedy: /NODE_EXTRA_CA_CERTS/,
    start: certified({ isTrusted: false }),
    isPossible,
  },
  {
    what: 'a proxy that is not set',
    finds: ['warn', 'proxy', /TRUST_PROXY is not set/],
    start: certified({}),
    isPossible,
  },
  {
    what: 'people who come back to this service',
    finds: ['ok', 'sign-in', /The provider okta sends people back to/],
    start: signingIn('127.0.0.1'),
  },
  {
    what: 'people who come back to another name',
    finds: ['fail', 'sign-in', /sends people back to http:\/\/127\.0\.0\.1:\d+.*another address/],
    remedy: /Set redirectUri in OIDC_PROVIDERS to http:\/\/localhost:/,
    start: signingIn('localhost'),
  },
  {
    what: 'people who come back to nothing',
    finds: ['fail', 'sign-in', /The service does not answer at .*\/sign-in\/okta\/callback/],
    start: signingIn('127.0.0.1', false),
  },
];
