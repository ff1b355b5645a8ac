import { afterAll, beforeAll, expect, it } from 'vitest';
import { rawRequest } from '../support/raw-request.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let closed: TestServer;
beforeAll(async () => {
  server = await startServer();
  closed = await startServer({ beside: server, env: { GRAPHIQL: 'false' } });
});
afterAll(async () => {
  await closed.stop();
  await server.stop();
});

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

const home = (url: string, accept?: string) =>
  rawRequest(url, '/', { headers: accept === undefined ? {} : { accept } });

it('a browser gets a page with links to everything there is', async () => {
  const page = await home(server.url, BROWSER);
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const links = [...String(page.body).matchAll(/href="([^"#]+)"/g)].map(([, target]) => target);
  expect(links).toEqual(
    expect.arrayContaining(['/graphql', '/dashboard', '/docs', '/openapi.json', '/health/ready']),
  );
  for (const target of links.filter((link) => link?.startsWith('/'))) {
    const headers = { accept: BROWSER };
    expect([target, (await rawRequest(server.url, String(target), { headers })).status]).toEqual([
      target,
      200,
    ]);
  }
});

it('the page has no script, names no other host, and runs under a strict policy', async () => {
  const page = await home(server.url, BROWSER);
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(String(page.body)).not.toMatch(/https?:|<script|style=/);
});

it('the page does not link to GraphiQL where it is not served', async () => {
  expect(String((await home(closed.url, BROWSER)).body)).not.toContain('GraphiQL');
});

it('everybody else gets JSON, as before', async () => {
  for (const accept of [
    undefined,
    '*/*',
    'application/json',
    'application/json, text/html;q=0.5',
  ]) {
    const answer = await home(server.url, accept);
    expect(JSON.parse(String(answer.body))).toEqual({ message: 'Vexa Admin API (Latchkey)' });
    expect(answer.headers.vary?.toLowerCase()).toContain('accept');
  }
});
