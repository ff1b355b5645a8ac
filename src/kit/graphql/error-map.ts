import { type GraphQLError, type GraphQLErrorExtensions, isValueNode } from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import { DomainError, InvalidInputError, UnavailableError } from '../../core/errors.ts';
import { holdsKey, REMOVED_TEXT } from '../../core/input/key-forms.ts';
import { shortenError } from '../../core/input/shorten.ts';
import { asExpected } from '../../data/errors.ts';
import type { Context } from './context.ts';
import { noteForgotten } from './refused.ts';

/**
 * The one place where what went wrong becomes what a GraphQL client is told. What is not expected
 * is a bug: logged with the request id, and masked.
 */
export function toClientError(error: unknown, context: Context): Error {
  const located = isGraphQLError(error) ? error : null;
  const cause = causeOf(error);
  noteForgotten(context, cause, located?.path?.join('.') ?? '');
  if (cause instanceof DomainError)
    return withCode(located, shortenError(cause.message), extensionsOf(cause));
  if (located !== null && isGraphQLError(cause)) {
    const code = codeOf(located, cause);
    if (code !== null)
      return withCode(located, shortenError(located.message), { ...located.extensions, code });
  }
  const { app, requestId } = context;
  const path = located?.path?.map((step) => (holdsKey(String(step)) ? REMOVED_TEXT : step));
  app.log.error({ err: cause, requestId, path }, 'unexpected error');
  return withCode(located, 'Unexpected error.', { code: 'INTERNAL_SERVER_ERROR', requestId });
}

/** Null for what only a fault of ours brings about, such as a stored value that has no place in its type. */
function codeOf(located: GraphQLError, cause: GraphQLError): unknown {
  // The compiler's own errors have no extensions, whatever their type says.
  const code = located.extensions?.['code'] ?? cause.extensions?.['code'];
  if (code !== undefined) return code;
  // Of a request that cannot run, or of an argument that does not fit its type: these name its value.
  const isRequested = located.path === undefined || cause.nodes?.some((node) => isValueNode(node));
  return isRequested ? 'BAD_USER_INPUT' : null;
}

const MAX_ISSUES = 100;

function extensionsOf(error: DomainError): GraphQLErrorExtensions {
  if (error instanceof InvalidInputError) {
    const issues = error.issues.slice(0, MAX_ISSUES).map(({ path, message }) => ({
      path: path.map((step) => shortenError(String(step))),
      message: shortenError(message),
    }));
    return { code: error.code, issues };
  }
  return error instanceof UnavailableError
    ? { code: error.code, retryAfter: error.retryAfterSeconds }
    : { code: error.code };
}

function withCode(
  located: GraphQLError | null,
  message: string,
  extensions: GraphQLErrorExtensions,
): Error {
  const { nodes, source, positions, path, locations } = located ?? {};
  // Without a path it is the request as a whole that cannot be answered.
  const http = located !== null && path === undefined && { http: { spec: true, status: 400 } };
  const error = createGraphQLError(message, {
    ...(nodes && { nodes }),
    ...(source && { source }),
    ...(positions && { positions }),
    ...(path && { path }),
    // What was raised for a status of its own has said so.
    extensions: { ...http, ...extensions },
  });
  // A compiled query knows lines and columns only, no nodes to take them from.
  return locations && !error.locations ? Object.assign(error, { locations }) : error;
}

/** What lies at the bottom of it; what can be expected of a database, in our words. */
export function causeOf(error: unknown): unknown {
  return asExpected(rootOf(error));
}

function rootOf(error: unknown): unknown {
  let root = error;
  while (isGraphQLError(root) && root.originalError) root = root.originalError;
  return root;
}

/** Not by `instanceof`: two copies of the library may be loaded where tests run. */
function isGraphQLError(error: unknown): error is GraphQLError {
  return error instanceof Error && error.name === 'GraphQLError';
}
