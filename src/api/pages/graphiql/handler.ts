import { hash } from 'node:crypto';
import type { Handler, Incoming } from '../../../core/http/exchange.ts';
import { pagePolicy } from '../../http/page-policy.ts';
import { TABS } from './tabs.ts';

/** Both headers, ready to be filled in. One that stays empty counts as absent. */
const HEADERS = JSON.stringify({ 'X-Admin-API-Key': '', 'X-API-Key': '' }, null, 2);

/** Answers a browser that opens `/graphql` with the page to explore the API in. */
export function createGraphiQL({ graphiql }: { readonly graphiql: boolean }): Handler {
  let rendering: Promise<Page> | null = null;
  return async (request) => {
    if (!graphiql || !isBrowser(request)) return null;
    // Nine megabytes that most processes never serve: made when the first browser asks.
    rendering ??= renderPage();
    const { body, policy } = await rendering;
    return {
      status: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy,
        vary: 'accept',
      },
      body,
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

type Page = { readonly body: Uint8Array; readonly policy: string };

async function renderPage(): Promise<Page> {
  // The page brings everything along in itself: it asks no other host.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'Latchkey',
    headers: HEADERS,
    defaultTabs: TABS.map((query) => ({ query, headers: HEADERS })),
    shouldPersistHeaders: false,
    subscriptionsProtocol: 'SSE',
  });
  return { body: Buffer.from(html), policy: policyOf(html) };
}

function policyOf(html: string): string {
  const digests = [...inlineScripts(html)].map(
    (script) => `'sha256-${hash('sha256', script, 'base64')}'`,
  );
  return pagePolicy({
    // The page is one file with all its scripts in it: these may run, and no others.
    'script-src': digests.join(' '),
    // The editor writes its own style sheets.
    'style-src': "'unsafe-inline'",
    'worker-src': 'blob: data:',
    'connect-src': "'self'",
    'font-src': 'data:',
    'img-src': 'data: blob:',
  });
}

function* inlineScripts(html: string): Generator<string> {
  const [open, close] = ['<script>', '</script>'];
  for (let start = html.indexOf(open); start !== -1; start = html.indexOf(open, start)) {
    const end = html.indexOf(close, start);
    if (end === -1) return;
    yield html.slice(start + open.length, end);
    start = end;
  }
}
