import { type Answer, type Incoming, optionsAnswer } from '../../core/http/exchange.ts';
import { credentialsOf } from '../../security/authentication/credentials.ts';
import type { HttpRefusal } from '../http/refusal.ts';
import { badRequest, graphqlRefusal } from './refusals.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];
const OTHER_METHOD: HttpRefusal = {
  status: 405,
  message: 'Use POST, or GET for queries',
  headers: { allow: METHODS.join(', ') },
};
/** Header fields that no page of another origin sends without asking first. */
const NOT_SIMPLE = [
  'x-api-key',
  'x-admin-api-key',
  'x-graphql-csrf',
  'graphql-require-preflight',
  'apollo-require-preflight',
  'x-apollo-operation-name',
];

/**
 * The answer to a request whose method runs nothing; null for one that may run. A query in a URL can be
 * sent by any page on the web: it needs a header that such a page cannot set.
 */
export function answerOtherMethod(request: Incoming): Answer | null {
  const { method, headers } = request;
  if (method === 'POST') return null;
  if (method === 'OPTIONS') return optionsAnswer(METHODS);
  if (method !== 'GET') return graphqlRefusal(request, OTHER_METHOD);
  // Not any `Authorization`: browsers add those of Basic by themselves.
  const hasBearer = credentialsOf(headers).bearer !== undefined;
  return hasBearer || NOT_SIMPLE.some((name) => headers[name])
    ? null
    : badRequest(
        request,
        'A GET request needs a key header, or the header X-GraphQL-CSRF with any value; or use POST',
      );
}
