import { hash } from 'node:crypto';
import type { Config } from '../../../core/config/config.ts';
import type { Answer, Handler } from '../../../core/http/exchange.ts';
import { pagePolicy } from '../../http/page-policy.ts';
import { wantsPage } from '../wants-page.ts';
import { START_PAGE_STYLE, startPage } from './page.ts';

type Options = Pick<Config, 'graphiql' | 'basePath' | 'providers'>;

/** Answers a browser that opens `/` with links to everything there is; programs get JSON from the REST route. */
export function createStartPage({ graphiql, basePath, providers }: Options): Handler {
  const hasSignIn = providers.some(({ signIn }) => signIn !== undefined);
  const answer: Answer = {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': pagePolicy({
        'style-src': `'sha256-${hash('sha256', START_PAGE_STYLE, 'base64')}'`,
        'img-src': 'data:',
      }),
      'referrer-policy': 'no-referrer',
      vary: 'Accept',
    },
    body: startPage({ graphiql, basePath, hasSignIn }),
  };
  return async (request) => (request.path === '/' && wantsPage(request) ? answer : null);
}
