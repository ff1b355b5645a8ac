import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRODUCTION } from '../hostile/production.ts';
import { type RawResponse, rawRequest } from '../support/raw-request.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Pages of other origins: which of them may read answers, and what they may send.

const QUERY = JSON.stringify({ query: '{ __typename }' });
const APP = 'https://app.example.com';

/** Header fields that a page sends to this service, or that its GraphQL client adds. */
const SENT = [
  'x-api-key',
  'x-admin-api-key',
  'authorization',
  'content-type',
  'idempotency-key',
  'x-request-id',
  'traceparent',
  'tracestate',
  'baggage',
  'last-event-id',
  'x-graphql-csrf',
  'x-cost-only',
  'graphql-require-preflight',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'apollographql-client-name',
];

function preflight(
  server: TestServer,
  target: string,
  { origin, method = 'POST', headers = 'content-type' }: Record<string, string>,
): Promise<RawResponse> {
  return rawRequest(server.url, target, {
    method: 'OPTIONS',
    headers: {
      ...(origin !== undefined && { origin }),
      'access-control-request-method': method,
      'access-control-request-headers': headers,
    },
  });
}

function post(server: TestServer, origin: string | undefined): Promise<RawResponse> {
  return rawRequest(server.url, '/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(origin !== undefined && { origin }) },
    body: QUERY,
  });
}

function corsFields({ headers }: RawResponse): string[] {
  return Object.keys(headers).filter((name) => name.startsWith('access-control-'));
}

function varies({ headers }: RawResponse): string[] {
  return (headers.vary ?? '').split(', ').map((name) => name.toLowerCase());
}

describe('in development', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  it.each([
    'http://localhost:5173',
    'https://localhost',
    'http://127.0.0.1:3000',
    'http://[::1]:8080',
  ])('a page of this machine asks and reads: %s', async (origin) => {
    const asked = await preflight(server, '/graphql', { origin, headers: SENT.join(',') });
    expect([asked.status, asked.body.length]).toEqual([204, 0]);
    expect(asked.headers['access-control-allow-origin']).toBe(origin);
    const allowed = asked.headers['access-control-allow-headers']?.toLowerCase().split(', ');
    expect(allowed).toEqual(expect.arrayContaining(SENT));
    expect(asked.headers['access-control-allow-methods']).toContain('POST');
    const age = Number(asked.headers['access-control-max-age']);
    expect(age).toBeGreaterThan(0);
    expect(age).toBeLessThanOrEqual(7_200);
    expect(varies(asked)).toContain('origin');

    const answer = await post(server, origin);
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, origin]);
    const exposed = answer.headers['access-control-expose-headers']?.toLowerCase().split(', ');
    expect(exposed).toEqual(
      expect.arrayContaining([
        'ratelimit',
        'ratelimit-policy',
        'retry-after',
        'x-request-id',
        'deprecation',
        'sunset',
      ]),
    );
    expect(varies(answer)).toContain('origin');
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it.each([
    'null',
    'http://localhost.',
    'http://LOCALHOST:5173',
    'HTTP://localhost',
    'http://user@localhost',
    'http://localhost:5173@evil.example',
    'http://localhost.evil.example',
    'http://evil.example',
    'http://localhost:',
    'http://localhost:0x50',
    'http://localhost/',
    'http://localhost http://evil.example',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.2',
    'http://2130706433',
    '//localhost',
    `http://localhost:${'1'.repeat(4_000)}`,
    `http://${'a'.repeat(8_000)}`,
  ])('any other origin gets nothing: %s', async (origin) => {
    const [asked, answer] = [
      await preflight(server, '/graphql', { origin }),
      await post(server, origin),
    ];
    expect([corsFields(asked), corsFields(answer)]).toEqual([[], []]);
    expect([varies(asked), varies(answer)]).toEqual([['origin'], ['origin']]);
  });

  it('refusals and unknown paths can be read, too', async () => {
    const origin = 'http://localhost:5173';
    const asks = [
      [
        '/graphql',
        { method: 'POST', headers: { origin, 'content-type': 'text/plain' }, body: '{' },
      ],
      ['/graphql', { headers: { origin, 'x-api-key': 'wrong' } }],
      ['/meetings', { headers: { origin } }],
      ['/nothing', { headers: { origin } }],
    ] as const;
    for (const [target, init] of asks) {
      const answer = await rawRequest(server.url, target, init);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.headers['access-control-allow-origin']).toBe(origin);
      expect((await preflight(server, target, { origin })).status).toBe(204);
    }
  });

  it('a stream of events can be read', async () => {
    const origin = 'http://localhost:5173';
    const answer = await rawRequest(server.url, '/graphql', {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: QUERY,
    });
    expect(answer.headers['access-control-allow-origin']).toBe(origin);
  });

  it('a query in a URL still needs a header that only a preflight allows', async () => {
    const headers = { origin: 'http://localhost:5173' };
    const query = `/graphql?query=${encodeURIComponent('{ __typename }')}`;
    expect((await rawRequest(server.url, query, { headers })).status).toBe(400);
    for (const name of ['x-graphql-csrf', 'apollo-require-preflight', 'graphql-require-preflight'])
      expect(
        (await rawRequest(server.url, query, { headers: { ...headers, [name]: '1' } })).status,
      ).toBe(200);
  });
});

describe('in production', () => {
  it('no origin is allowed unless it is set', async () => {
    const server = await startServer({ env: PRODUCTION });
    try {
      for (const origin of ['http://localhost:5173', APP]) {
        const [asked, answer] = [
          await preflight(server, '/graphql', { origin }),
          await post(server, origin),
        ];
        expect([corsFields(asked), corsFields(answer)]).toEqual([[], []]);
      }
    } finally {
      await server.stop();
    }
  });

  it('exactly the origins that are set are allowed, in GraphQL and in REST', async () => {
    const env = { ...PRODUCTION, CORS_ORIGINS: `${APP}, http://intranet:8080` };
    const server = await startServer({ env });
    try {
      for (const origin of [APP, 'http://intranet:8080']) {
        for (const target of ['/graphql', '/admin/users', '/users/1'])
          expect((await preflight(server, target, { origin, method: 'PATCH' })).status).toBe(204);
        expect((await post(server, origin)).headers['access-control-allow-origin']).toBe(origin);
      }
      for (const origin of [`${APP}:443`, `${APP}.evil.example`, 'http://app.example.com'])
        expect(corsFields(await post(server, origin))).toEqual([]);
    } finally {
      await server.stop();
    }
  });
});
