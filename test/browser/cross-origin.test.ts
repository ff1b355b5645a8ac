import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededKey, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { launch, NO_BROWSER } from './dashboard-page.ts';

// What a page of another origin can do in a real browser, which decides by itself what the page may read.

type Sent = {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** What the page could read, or why it could read nothing. */
function read(page: Page, sent: Sent) {
  return page.evaluate(async ({ url, ...init }) => {
    try {
      const response = await fetch(url, init);
      const names = ['ratelimit', 'x-request-id', 'www-authenticate'];
      const headers = names.filter((name) => response.headers.has(name));
      return { status: response.status, headers, text: await response.text() };
    } catch (error) {
      return String(error);
    }
  }, sent);
}

describe.skipIf(NO_BROWSER)('a page of another origin, in a browser', () => {
  let server: TestServer;
  let closed: TestServer;
  let key: SeededKey;
  let site: Server;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    server = await startServer();
    closed = await startServer({
      beside: server,
      env: { CORS_ORIGINS: 'https://app.example.com' },
    });
    key = await seedKey(server, await seedUser(server));
    site = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>A page</title>');
    });
    await once(site.listen(0, '127.0.0.1'), 'listening');
    browser = await launch();
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}`);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    await closed?.stop();
    await server.stop();
  });

  const query = (url: string, more: Readonly<Record<string, string>>): Sent => ({
    url: `${url}/graphql`,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...more },
    body: JSON.stringify({ query: '{ viewer { user { email } } }' }),
  });

  it('asks GraphQL and REST with a key, and reads answers, limits and refusals', async () => {
    const headers: Readonly<Record<string, string>>[] = [
      { 'x-api-key': key.secret },
      { authorization: `Bearer ${key.secret}`, 'apollo-require-preflight': '1' },
    ];
    for (const more of headers) {
      const answer = await read(page, query(server.url, more));
      expect(answer).toMatchObject({ status: 200, headers: ['ratelimit', 'x-request-id'] });
      expect(answer).toMatchObject({ text: expect.stringContaining('@example.com') });
    }
    const me = { url: `${server.url}/auth/me`, headers: { 'x-api-key': key.secret } };
    expect(await read(page, me)).toMatchObject({ status: 200 });
    const wrong = await read(page, query(server.url, { 'x-api-key': 'wrong' }));
    expect(wrong).toMatchObject({ status: 401, headers: ['x-request-id', 'www-authenticate'] });
  });

  it('reads a stream of events', async () => {
    const events = await read(page, {
      ...query(server.url, { 'x-api-key': key.secret, accept: 'text/event-stream' }),
    });
    expect(events).toMatchObject({ status: 200, text: expect.stringContaining('event: next') });
  });

  it('reads nothing where its origin is not allowed', async () => {
    const asks = [query(closed.url, { 'x-api-key': key.secret }), { url: `${closed.url}/health` }];
    for (const sent of asks) expect(await read(page, sent)).toContain('TypeError');
  });
});

describe.skipIf(NO_BROWSER)('the start page, in a browser', () => {
  it('leads to GraphiQL, fits a small screen, and breaks no policy', async () => {
    const server = await startServer();
    const browser = await launch();
    try {
      const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(server.url);
      expect(await page.title()).toBe('Latchkey');
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(390);
      const shown = await page.evaluate(() => getComputedStyle(document.body).fontFamily);
      expect(shown).toContain('system-ui');
      await page.getByText('GraphiQL').click();
      await page.locator('.graphiql-container').first().waitFor();
      expect(new URL(page.url()).pathname).toBe('/graphql');
      expect(complaints.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
    } finally {
      await browser.close();
      await server.stop();
    }
  });
});
