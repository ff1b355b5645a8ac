import { hash } from 'node:crypto';
import type { Answer, Handler, Incoming } from '../../../core/http/exchange.ts';
import { pagePolicy } from '../../http/page-policy.ts';
import { preferencesIn } from '../../http/quality.ts';
import { STYLE, startPage } from './page.ts';

/** Answers a browser that opens `/` with links to everything there is; programs get JSON from the REST route. */
export function createStartPage({ graphiql }: { readonly graphiql: boolean }): Handler {
  const answer: Answer = {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': pagePolicy({
        'style-src': `'sha256-${hash('sha256', STYLE, 'base64')}'`,
        'img-src': 'data:',
      }),
      'referrer-policy': 'no-referrer',
      vary: 'Accept',
    },
    body: startPage({ graphiql }),
  };
  return async (request) => (isBrowser(request) ? answer : null);
}

/** Browsers name HTML, and nothing of what programs read before it. */
function isBrowser({ method, path, headers: { accept = '' } }: Incoming): boolean {
  if (method !== 'GET' || path !== '/' || !accept.includes('text/html')) return false;
  const qualityOf = (wanted: string) =>
    preferencesIn(accept).find(({ name }) => name === wanted)?.quality ?? 0;
  const html = qualityOf('text/html');
  return html > 0 && html >= qualityOf('application/json');
}
