import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Handler, Incoming } from '../http/exchange.ts';
import { TABS } from './tabs.ts';

const compress = promisify(gzip);

/** Both headers, ready to be filled in. One that stays empty counts as absent. */
const HEADERS = JSON.stringify({ 'X-Admin-API-Key': '', 'X-API-Key': '' }, null, 2);

/** Answers a browser that opens `/graphql` with the page to explore the API in. */
export function createGraphiQL({ graphiql }: { readonly graphiql: boolean }): Handler {
  let page: Promise<Uint8Array> | null = null;
  return async (request) => {
    if (!graphiql || !isBrowser(request)) return null;
    // Nine megabytes that most processes never serve: made when the first browser asks.
    page ??= renderPage();
    return {
      status: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-encoding': 'gzip',
        vary: 'accept',
      },
      body: await page,
    };
  };
}

function isBrowser({ method, path, headers, search }: Incoming): boolean {
  return (
    method === 'GET' &&
    path === '/graphql' &&
    !search.includes('query=') &&
    (headers.accept ?? '').includes('text/html')
  );
}

async function renderPage(): Promise<Uint8Array> {
  // The page brings everything along in itself: it asks no other host.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'Latchkey',
    headers: HEADERS,
    defaultTabs: TABS.map((query) => ({ query, headers: HEADERS })),
    shouldPersistHeaders: false,
    subscriptionsProtocol: 'SSE',
  });
  return compress(html);
}
