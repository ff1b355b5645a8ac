import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const QUERY = `?query=${encodeURIComponent('{ viewer { access } }')}`;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return server.fetch(path, { headers: { 'x-graphql-csrf': '1', ...headers } });
}

it.each(['', QUERY, `${QUERY}&variables=%7B%7D&operationName=x`, '?documentId=x', '?anything'])(
  'a browser gets the page, whatever stands in the address: %s',
  async (search) => {
    const page = await get(`/graphql${search}`, { accept: BROWSER });
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(page.headers.get('vary')).toContain('Accept');
    expect(await page.text()).toContain('<html');
  },
);

it.each([
  '*/*',
  'application/json',
  'application/json, text/html;q=0.9',
  'application/graphql-response+json, text/html;q=0.5',
])('a program gets the answer to its query: %s', async (accept) => {
  const answer = await get(`/graphql${QUERY}`, { accept, 'x-admin-api-key': server.adminKey });
  expect(answer.headers.get('content-type')).toContain('json');
  expect(await answer.json()).toMatchObject({ data: { viewer: { access: expect.anything() } } });
});

it('all that the page loads may be kept for a year, and the page itself until it changes', async () => {
  const page = await get('/graphql', { accept: BROWSER });
  const text = await page.text();
  const addresses = text.match(/\/graphql\/assets\/[^"]+/g) ?? [];
  expect(addresses.length).toBeGreaterThan(4);
  for (const address of addresses) {
    const asset = await get(address);
    expect([asset.status, asset.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
  }
  const tag = page.headers.get('etag') ?? '';
  const again = await get('/graphql', { accept: BROWSER, 'if-none-match': tag });
  expect([again.status, await again.text()]).toEqual([304, '']);
  expect((await get('/graphql/assets/0000000000000000-page.js')).status).toBe(404);
});
