import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withBase } from '../../src/api/http/base-path.ts';
import { type RawResponse, rawRequest } from '../support/raw-request.ts';
import { startServer, type TestServer } from '../support/server.ts';

// The same service twice: at the root of its host, and below a path.

const BASE = '/apps/latchkey';
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const PAGES = ['/', '/dashboard', '/graphql', '/docs'];
/** Of which no two answers are alike. */
const VARYING = new Set(['/metrics', '/openapi.json', '/health/ready']);

let plain: TestServer;
let below: TestServer;
let paths: Readonly<Record<string, Readonly<Record<string, { operationId: string }>>>>;

beforeAll(async () => {
  plain = await startServer();
  below = await startServer({ beside: plain, env: { BASE_PATH: BASE } });
  const described = (await (await below.fetch('/openapi.json')).json()) as {
    paths: typeof paths;
    servers: unknown;
  };
  paths = described.paths;
  expect(described.servers).toEqual([{ url: BASE, description: 'This server.' }]);
});
afterAll(async () => {
  await below.stop();
  await plain.stop();
});

const admin = () => ({ 'x-admin-api-key': plain.adminKey });

it('the address of the service has the path', () => {
  expect(new URL(below.url).pathname).toBe(BASE);
});

describe('every route of the OpenAPI document', () => {
  const operations = () =>
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({
        method: method.toUpperCase(),
        path,
        target: path.replace(/\{\w+\}/g, '1'),
      })),
    );

  it('answers below the path as it does at the root', async () => {
    expect(operations().length).toBeGreaterThan(50);
    for (const { method, path, target } of operations()) {
      const options = { method, headers: admin() };
      const root = await rawRequest(plain.url, target, options);
      const there = await rawRequest(below.url, BASE + target, options);
      expect([method, path, there.status, there.headers['content-type']]).toEqual([
        method,
        path,
        root.status,
        root.headers['content-type'],
      ]);
      // What says where resources of SCIM are says it with the path.
      const body = String(there.body).replaceAll(`"${BASE}/scim/`, '"/scim/');
      if (!VARYING.has(path)) expect(body, path).toBe(String(root.body));
    }
  });

  it('is not found without the path, except for health checks', async () => {
    for (const { method, path, target } of operations()) {
      const { status, body } = await rawRequest(below.url, target, { method, headers: admin() });
      if (path.startsWith('/health')) {
        expect([path, status]).toEqual([path, 200]);
        continue;
      }
      expect([method, path, status]).toEqual([method, path, 404]);
      expect(JSON.parse(String(body)).detail).toContain(`below ${BASE} (BASE_PATH)`);
    }
  });

  it('names its methods', async () => {
    for (const { target } of operations()) {
      const options = { method: 'OPTIONS' };
      const root = await rawRequest(plain.url, target, options);
      const there = await rawRequest(below.url, BASE + target, options);
      expect([target, there.status, there.headers.allow]).toEqual([
        target,
        200,
        root.headers.allow,
      ]);
    }
    const whole = await rawRequest(below.url, '*', { method: 'OPTIONS' });
    expect([whole.status, whole.headers.allow]).toEqual([200, expect.stringContaining('PATCH')]);
  });

  it('redirects to itself below the path', async () => {
    const { status, headers } = await rawRequest(below.url, `${BASE}/admin/users/?limit=1`, {
      headers: admin(),
    });
    expect([status, headers.location]).toEqual([307, `${BASE}/admin/users?limit=1`]);
  });
});

describe('every page', () => {
  const slashed = PAGES.filter((page) => page !== '/').map((page) => `${page}/`);
  it.each([...PAGES, ...slashed])('links to what is there, below the path: %s', async (page) => {
    const { status, headers, body } = await rawRequest(below.url, BASE + page, {
      headers: BROWSER,
    });
    expect([page, status]).toEqual([page, 200]);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    const targets = linksIn(String(body));
    expect(targets.length).toBeGreaterThan(1);
    for (const target of targets) {
      const linked = await rawRequest(below.url, target, { headers: BROWSER });
      expect([target, linked.status]).toEqual([target, 200]);
      expect(outside([target, ...pathsIn(linked)])).toEqual([]);
    }
  });

  const linksIn = (html: string) =>
    [...html.matchAll(/(?:href|src)="([^"]*)"/g)]
      .map(([, target = '']) => target)
      .filter((target) => target !== 'data:,');

  /** What our own scripts load. They are short; those of libraries are not. */
  function pathsIn({ headers, body }: RawResponse): string[] {
    const isOurs = headers['content-type']?.includes('script') && body.length < 10_000;
    return isOurs
      ? [...String(body).matchAll(/["'](\/[\w./-]+)["']/g)].map(([, to = '']) => to)
      : [];
  }

  const outside = (targets: readonly string[]) =>
    targets.filter((target) => !target.startsWith(`${BASE}/`));

  it('the page of the path itself is the start page, with a slash and without', async () => {
    for (const target of [BASE, `${BASE}/`]) {
      const { status, body } = await rawRequest(below.url, target, { headers: BROWSER });
      expect([status, String(body)]).toEqual([
        200,
        expect.stringContaining(`<code>${BASE}/graphql</code>`),
      ]);
    }
  });
});

describe('GraphQL', () => {
  const query = JSON.stringify({ query: '{ __typename }' });
  const send = (target: string) =>
    rawRequest(below.url, target, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...admin() },
      body: query,
    });

  it('answers below the path only', async () => {
    const { status, body } = await send(`${BASE}/graphql`);
    expect([status, JSON.parse(String(body)).data]).toEqual([200, { __typename: 'Query' }]);
    const outside = await send('/graphql');
    expect([outside.status, JSON.parse(String(outside.body)).errors]).toEqual([
      404,
      [
        {
          message: expect.stringContaining(`below ${BASE} (BASE_PATH)`),
          extensions: { code: 'NOT_FOUND' },
        },
      ],
    ]);
  });

  it('has its schema there, and sends events', async () => {
    const schema = await below.fetch('/schema.graphql', { headers: admin() });
    expect([schema.status, await schema.text()]).toEqual([
      200,
      expect.stringContaining('type Query'),
    ]);
    const stop = new AbortController();
    const events = await below.fetch('/graphql', {
      method: 'POST',
      headers: { ...admin(), 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { meetingChanged { databaseId } }' }),
      signal: stop.signal,
    });
    expect([events.status, events.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/event-stream'),
    ]);
    stop.abort();
  });
});

describe('the path', () => {
  it.each([
    `${BASE}x/graphql`,
    `/APPS/latchkey/graphql`,
    `//apps/latchkey/graphql`,
    `/apps%2Flatchkey/graphql`,
    `/%61pps/latchkey/graphql`,
    `/apps/./latchkey/graphql`,
    `/x/..${BASE}/graphql`,
    `${BASE}${BASE}/graphql`,
    '/apps',
  ])('is compared as it was sent: %s is not found', async (target) => {
    const { status } = await rawRequest(below.url, target, { headers: admin() });
    expect(status).toBe(404);
  });

  it('is read in a full URL, too', async () => {
    const target = `http://latchkey.example${BASE}/admin/users?limit=1`;
    expect((await rawRequest(below.url, target, { headers: admin() })).status).toBe(200);
  });

  it('stands before the paths in headers, and before no other address', () => {
    const sent = (headers: Record<string, string>) =>
      withBase({ status: 200, headers, body: null }, '/x').headers;
    expect(sent({ location: '/admin/users?limit=1' })).toEqual({
      location: '/x/admin/users?limit=1',
    });
    expect(sent({ location: 'https://login.example/a' })).toEqual({
      location: 'https://login.example/a',
    });
    expect(sent({ location: '//login.example/a' })).toEqual({ location: '//login.example/a' });
    expect(sent({ link: '</a>; rel="next", <https://b/c>; rel="x"' })).toEqual({
      link: '</x/a>; rel="next", <https://b/c>; rel="x"',
    });
  });
});

it('the port for metrics has no path', async () => {
  const watched = await startServer({
    beside: plain,
    env: { BASE_PATH: BASE, METRICS_PORT: '0', LOG_LEVEL: 'info' },
  });
  const line = watched.logLines.find((text) => text.includes('metrics are served')) ?? '{}';
  const { url } = JSON.parse(line) as { url: string };
  expect(new URL(url).pathname).toBe('/metrics');
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(new URL('/health/ready', url))).status).toBe(200);
});
