import type { Incoming } from '../../core/http/exchange.ts';
import { credentialsOf } from '../../security/authentication/credentials.ts';

export const NEEDS_HEADER =
  'A GET request needs a key header, or the header X-GraphQL-CSRF with any value; or use POST';

/** Header fields that no page of another origin sends without asking first. */
const NOT_SIMPLE = [
  'x-api-key',
  'x-admin-api-key',
  'x-graphql-csrf',
  'x-latchkey-csrf',
  'graphql-require-preflight',
  'apollo-require-preflight',
  'x-apollo-operation-name',
];

/**
 * Cross-site request forgery: whether any page on the web could make a browser send this request. A query in
 * a URL can be sent so, unless it has a header that such a page cannot set. A POST cannot: `src/api/http/body.ts`
 * takes only JSON, which a page can send to its own site only. The cookie of a session counts only with a header
 * of its own, see `src/security/sessions/csrf.ts`.
 */
export function mayBeForged({ method, headers }: Pick<Incoming, 'method' | 'headers'>): boolean {
  if (method !== 'GET') return false;
  // Not any `Authorization`: browsers add those of Basic by themselves.
  return credentialsOf(headers).bearer === undefined && !NOT_SIMPLE.some((name) => headers[name]);
}
