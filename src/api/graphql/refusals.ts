import { Readable } from 'node:stream';
import { ERROR_STATUS, type RateLimitedError, type UnavailableError } from '../../core/errors.ts';
import type { Answer, Incoming } from '../../core/http/exchange.ts';
import { shortenError } from '../../core/input/shorten.ts';
import type { RequestOutcome } from '../../kit/graphql/outcome.ts';
import { acceptedTypes, EVENT_TYPE, GRAPHQL_TYPE, JSON_TYPE } from '../http/media-type.ts';
import { errorAnswer, type HttpRefusal, refusalAnswer } from '../http/refusal.ts';
import type { MalformedRequest } from './params.ts';

/** Where GraphQL is served. */
export const PATH = '/graphql';

const NOT_ACCEPTABLE: HttpRefusal = {
  status: 406,
  message: `None of the types in Accept is supported; accept ${GRAPHQL_TYPE}, ${JSON_TYPE}, or ${EVENT_TYPE} for subscriptions`,
};

export function graphqlRefusal({ headers: { accept } }: Incoming, refusal: HttpRefusal): Answer {
  return refusalAnswer({ path: PATH, accept }, refusal);
}

export function badRequest(request: Incoming, text: string): Answer {
  return graphqlRefusal(request, { status: 400, message: shortenError(text) });
}

/** Checked before anything runs: the result could not be sent to a client that accepts no supported type. */
export function refuseTypes(request: Incoming): Answer | null {
  const { plain, events } = acceptedTypes(request.headers.accept);
  return plain === null && !events ? graphqlRefusal(request, NOT_ACCEPTABLE) : null;
}

/** The newer media type has a status for what is JSON, but no GraphQL request. */
export function malformedRequest(
  request: Incoming,
  { problem, isUnreadable, code, olderStatus = 400 }: MalformedRequest,
): Answer {
  const isNewer = acceptedTypes(request.headers.accept).plain === GRAPHQL_TYPE;
  const newerStatus = isUnreadable ? 400 : 422;
  const status = isNewer ? newerStatus : olderStatus;
  return graphqlRefusal(request, { status, message: shortenError(problem), ...(code && { code }) });
}

type Passing = Pick<RateLimitedError | UnavailableError, 'code' | 'message' | 'retryAfterSeconds'>;

/** With a status and a header on which clients, gateways and balancers act, whatever the media type. */
export function retryLater(
  { headers: { accept } }: Incoming,
  { message, code, retryAfterSeconds }: Passing,
): Answer {
  return errorAnswer(accept, {
    status: ERROR_STATUS[code],
    error: { message, extensions: { code, retryAfter: retryAfterSeconds } },
    headers: { 'retry-after': String(retryAfterSeconds) },
  });
}

/** The answer where nothing could be answered, and the same request may succeed later. */
export function asUnavailable(
  request: Incoming,
  answer: Answer,
  { unavailable }: RequestOutcome,
): Answer {
  if (!unavailable) return answer;
  const { message, retryAfter } = unavailable;
  const { body, headers } = answer;
  // The older media type keeps its body: which fields failed, and that all of them are null.
  const { plain } = acceptedTypes(request.headers.accept);
  if (!(body instanceof Readable) && plain === JSON_TYPE)
    return {
      ...answer,
      status: ERROR_STATUS.SERVICE_UNAVAILABLE,
      headers: { ...headers, 'retry-after': String(retryAfter) },
    };
  // Instead of a stream with nothing but the error in it. It ends by itself: the library throws where
  // one is destroyed that nobody has begun to read.
  if (body instanceof Readable) body.resume();
  return retryLater(request, {
    code: 'SERVICE_UNAVAILABLE',
    message,
    retryAfterSeconds: retryAfter,
  });
}
