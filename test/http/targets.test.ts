import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../support/raw-request.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Forms of a request that browsers, proxies and monitors send for what is one thing.

let server: TestServer;
let paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
beforeAll(async () => {
  server = await startServer();
  ({ paths } = (await (await server.fetch('/openapi.json')).json()) as { paths: typeof paths });
});
afterAll(() => server.stop());

const QUERY = JSON.stringify({ query: '{ __typename }' });
const JSON_TYPE = { 'content-type': 'application/json' };
const PAGES = ['/graphql', '/dashboard', '/docs'];

const admin = () => ({ 'x-admin-api-key': server.adminKey });

describe('a slash at the end of the path', () => {
  it.each([...PAGES, '/health', '/openapi.json', '/dashboard/main.css'])(
    'changes nothing: %s/',
    async (path) => {
      const headers = { accept: 'text/html' };
      const [plain, slashed] = [
        await rawRequest(server.url, path, { headers }),
        await rawRequest(server.url, `${path}/`, { headers }),
      ];
      expect([slashed.status, slashed.headers['content-type']]).toEqual([
        200,
        plain.headers['content-type'],
      ]);
      expect(slashed.body.equals(plain.body)).toBe(true);
    },
  );

  it('keeps the body of a POST', async () => {
    const graphql = await rawRequest(server.url, '/graphql/', {
      method: 'POST',
      headers: JSON_TYPE,
      body: QUERY,
    });
    expect([graphql.status, JSON.parse(String(graphql.body)).data]).toEqual([
      200,
      { __typename: 'Query' },
    ]);
    const rest = await rawRequest(server.url, '/admin/users/?from=test', {
      method: 'POST',
      headers: { ...JSON_TYPE, ...admin() },
      body: JSON.stringify({ email: 'slash@example.com' }),
    });
    // As the admin API that it takes the place of.
    expect([rest.status, rest.headers['location']]).toEqual([307, '/admin/users?from=test']);
  });

  it('is one slash, not several', async () => {
    expect((await rawRequest(server.url, '/health//')).status).toBe(404);
    expect((await rawRequest(server.url, '//')).status).toBe(404);
  });
});

describe('HEAD', () => {
  it('answers every GET route as GET does, without the body', async () => {
    // No two answers of the metrics are alike.
    const routes = Object.keys(paths).filter(
      (path) => paths[path]?.['get'] !== undefined && path !== '/metrics',
    );
    expect(routes.length).toBeGreaterThan(15);
    for (const path of [...routes, '/dashboard']) {
      const target = path.replace(/\{\w+\}/g, '1');
      const get = await rawRequest(server.url, target, { headers: admin() });
      const head = await rawRequest(server.url, target, { method: 'HEAD', headers: admin() });
      expect([path, head.status, head.body.length]).toEqual([path, get.status, 0]);
      expect([path, head.headers['content-type'], head.headers['content-length']]).toEqual([
        path,
        get.headers['content-type'],
        get.headers['content-length'],
      ]);
    }
  });

  it('answers /graphql, and ends a stream that nobody will read', async () => {
    const target = (query: string) => `/graphql?query=${encodeURIComponent(query)}`;
    const head = { method: 'HEAD', headers: admin() };
    expect((await rawRequest(server.url, target('{ __typename }'), head)).status).toBe(200);
    const events = await rawRequest(
      server.url,
      target('subscription { meetingChanged { databaseId } }'),
      { ...head, headers: { ...admin(), accept: 'text/event-stream' } },
    );
    expect([events.status, events.body.length]).toEqual([200, 0]);
  });
});

describe('OPTIONS', () => {
  it('names the methods of every path, without a key', async () => {
    for (const [path, operations] of Object.entries(paths)) {
      const response = await rawRequest(server.url, path.replace(/\{\w+\}/g, '1'), {
        method: 'OPTIONS',
      });
      const methods = Object.keys(operations).map((method) => method.toUpperCase());
      const heads = methods.includes('GET') ? ['HEAD'] : [];
      expect([path, response.status, response.headers['content-length']]).toEqual([path, 200, '0']);
      expect(response.headers.allow?.split(', ').sort()).toEqual(
        [...methods, ...heads, 'OPTIONS'].sort(),
      );
    }
  });

  it.each([
    ['/graphql', 'GET, HEAD, POST, OPTIONS'],
    ['/dashboard', 'GET, HEAD, OPTIONS'],
    ['/', 'GET, HEAD, OPTIONS'],
    ['*', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'],
  ])('at %s answers %s', async (target, allow) => {
    const response = await rawRequest(server.url, target, { method: 'OPTIONS' });
    expect([response.status, response.headers.allow]).toEqual([200, allow]);
  });

  it('is 404 where nothing is', async () => {
    expect((await rawRequest(server.url, '/nothing', { method: 'OPTIONS' })).status).toBe(404);
  });
});

describe('a full URL as the target, as clients send it to proxies', () => {
  it.each(['http://latchkey.example', 'HTTPS://latchkey.example:8443', 'http://[::1]:1'])(
    'is read like its path: %s',
    async (base) => {
      const graphql = await rawRequest(server.url, `${base}/graphql`, {
        method: 'POST',
        headers: JSON_TYPE,
        body: QUERY,
      });
      expect(graphql.status).toBe(200);
      const query = `${base}/graphql?query=${encodeURIComponent('{ __typename }')}`;
      expect((await rawRequest(server.url, query, { headers: admin() })).status).toBe(200);
      for (const path of ['', '/', '/health', '/health/', '/dashboard'])
        expect([path, (await rawRequest(server.url, base + path)).status]).toEqual([path, 200]);
      const users = `${base}/admin/users?limit=1`;
      expect((await rawRequest(server.url, users, { headers: admin() })).status).toBe(200);
    },
  );
});
