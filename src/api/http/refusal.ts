import { type Answer, detailAnswer } from '../../core/http/exchange.ts';
import { isScimPath, scimErrorAnswer } from '../../core/http/scim.ts';
import { acceptedTypes, JSON_TYPE } from './media-type.ts';

/** A request that is turned away before GraphQL or REST has seen it, whatever it was meant for. */
export type HttpRefusal = {
  readonly status: number;
  readonly message: string;
  /** For programs that use GraphQL; left out, the one of the status. */
  readonly code?: string;
  /** What the status wants named, such as the methods that are allowed. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** What the form of a refusal depends on. */
export type RefusedRequestHead = {
  readonly path: string;
  readonly accept: string | undefined;
};

const CODES: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  500: 'INTERNAL_SERVER_ERROR',
  503: 'SERVICE_UNAVAILABLE',
};

/** In the form of the API that was called: GraphQL's `errors`, SCIM's, or the REST layer's `detail`. */
export function refusalAnswer(
  { path, accept }: RefusedRequestHead,
  { status, message, code, headers = {} }: HttpRefusal,
): Answer {
  const all = { ...(status === 503 && { 'retry-after': '1' }), ...headers };
  if (isScimPath(path)) return scimErrorAnswer(status, message, { headers: all });
  if (!isGraphQLPath(path)) return detailAnswer(status, message, all);
  const extensions = { code: code ?? CODES[status] ?? 'BAD_REQUEST' };
  return errorAnswer(accept, { status, error: { message, extensions }, headers: all });
}

type RefusedWith = {
  readonly status: number;
  readonly error: {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  };
  readonly headers?: Readonly<Record<string, string>>;
};

/** A request to GraphQL that could not be run, in the media type that its client prefers. */
export function errorAnswer(
  accept: string | undefined,
  { status, error, headers = {} }: RefusedWith,
): Answer {
  const type = acceptedTypes(accept).plain ?? JSON_TYPE;
  return {
    status,
    headers: {
      'content-type': type === JSON_TYPE ? type : `${type}; charset=utf-8`,
      ...headers,
    },
    body: JSON.stringify({ errors: [error] }),
  };
}

/** Where answers are GraphQL's. */
export function isGraphQLPath(path: string): boolean {
  return path === '/graphql' || path.startsWith('/graphql/');
}
