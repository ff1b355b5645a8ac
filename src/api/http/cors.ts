import type { IncomingMessage } from 'node:http';
import type { AllowedOrigins } from '../../core/config/origins.ts';
import type { Answer } from '../../core/http/exchange.ts';
import { varyingBy } from './vary.ts';

/** Header fields that a page may send: all that the service reads, and those that GraphQL clients and tracers add. */
const SENT = [
  'Content-Type',
  'Authorization',
  'X-API-Key',
  'X-Admin-API-Key',
  'Idempotency-Key',
  'X-Request-Id',
  'traceparent',
  'tracestate',
  'baggage',
  'Last-Event-ID',
  'X-GraphQL-CSRF',
  'X-Cost-Only',
  'GraphQL-Require-Preflight',
  'Apollo-Require-Preflight',
  'X-Apollo-Operation-Name',
  'X-Apollo-Operation-Id',
  'ApolloGraphQL-Client-Name',
  'ApolloGraphQL-Client-Version',
].join(', ');

/** What a page may read of an answer, other than its body and its type. */
const READ = [
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Request-Id',
  'Deprecation',
  'Sunset',
  'Link',
  'Idempotency-Key',
  'Allow',
  'WWW-Authenticate',
].join(', ');

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';
/** An hour: browsers keep none longer than two. */
const MAX_AGE_SECONDS = '3600';

export type Cors = {
  /** The answer to a browser's question whether a page may send its request; null for any other request. */
  readonly preflight: (request: IncomingMessage) => Answer | null;
  /** The answer with what lets a page of an allowed origin read it. */
  readonly readable: (request: IncomingMessage, answer: Answer) => Answer;
};

/**
 * Lets pages of the allowed origins call the service, and no others. Credentials are never allowed: keys
 * come in headers, and the cookie of a session counts for pages of this service alone.
 */
export function crossOrigin(origins: AllowedOrigins): Cors {
  if (origins.exact.size === 0 && !origins.loopback)
    return { preflight: () => null, readable: (_request, answer) => answer };
  const allowed = ({ headers: { origin } }: IncomingMessage) =>
    origin !== undefined && isAllowed(origins, origin) ? origin : null;
  return {
    preflight: (request) =>
      isPreflight(request) && allowed(request) !== null
        ? {
            status: 204,
            headers: {
              'access-control-allow-methods': METHODS,
              'access-control-allow-headers': SENT,
              'access-control-max-age': MAX_AGE_SECONDS,
            },
            body: null,
          }
        : null,
    readable: (request, answer) => {
      const origin = allowed(request);
      const { headers } = answer;
      return {
        ...answer,
        headers: {
          ...headers,
          // Also without an origin: nothing between here and the client may take one answer for the other.
          vary: varyingBy(headers, 'Origin'),
          ...(origin !== null && {
            'access-control-allow-origin': origin,
            ...(request.method !== 'OPTIONS' && { 'access-control-expose-headers': READ }),
          }),
        },
      };
    },
  };
}

/** Browsers write the origin of a page in one way only, in lower case: anything else is none of theirs. */
const LOOPBACK = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::[1-9]\d{0,4})?$/;
/** Longer than any origin of this machine's pages: nothing longer is looked at. */
const MAX_LOOPBACK = 32;

function isAllowed({ exact, loopback }: AllowedOrigins, origin: string): boolean {
  if (exact.has(origin)) return true;
  return loopback && origin.length <= MAX_LOOPBACK && LOOPBACK.test(origin);
}

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}
