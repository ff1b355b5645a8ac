import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROUTES } from '../../src/api/rest/routes.ts';
import { rawRequest } from '../support/raw-request.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const NAMED = ROUTES.filter(({ path }) => /^\/\w/.test(path));

/** The same to whoever decodes it, and not to a proxy that closes a path by its name. */
const disguised = (path: string) =>
  path
    .replace(/^\/(\w)/, (_, letter: string) => `/%${letter.charCodeAt(0).toString(16)}`)
    .replaceAll(/\{\w+\}/g, '1');

it.each(NAMED.map(({ method, path }) => [method, path]))(
  '%s %s is not there under another name',
  async (method, path) => {
    const headers = { 'x-admin-api-key': server.adminKey };
    const response = await rawRequest(server.url, disguised(path), { method, headers });
    expect(response.status).toBe(404);
    expect(response.body.toString()).toContain('Not Found');
  },
);

it('what names a row may be encoded in any way', async () => {
  const headers = { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' };
  const body = JSON.stringify({ email: 'encoded@example.com' });
  await rawRequest(server.url, '/admin/users', { method: 'POST', headers, body });
  const path = '/admin/users/email/%65ncoded%40example.com';
  expect((await rawRequest(server.url, path, { headers })).status).toBe(200);
});
