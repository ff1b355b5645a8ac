import type { ExecutionResult, GraphQLError } from 'graphql';
import { ERROR_STATUS } from '../../core/errors.ts';
import { JSON_TYPE, type PlainType } from '../http/media-type.ts';

/** Data with errors, as the draft of "GraphQL over HTTP" has it for its own media type. */
const PARTIAL_SUCCESS = 294;

/** What the codes of errors mean for a request that could not be run. */
const STATUS: Readonly<Record<string, number>> = {
  ...ERROR_STATUS,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 422,
  OPERATION_RESOLUTION_FAILURE: 422,
  QUERY_TOO_COMPLEX: 422,
  INTERNAL_SERVER_ERROR: 500,
};

type HttpHint = { readonly status?: number; readonly spec?: boolean };

/** The status of an answer in one piece. The older media type keeps the statuses that its clients expect. */
export function statusOf(result: ExecutionResult, type: PlainType): number {
  const { errors = [] } = result;
  if (errors.length === 0) return 200;
  if (type === JSON_TYPE) return Math.max(200, ...errors.map(olderStatus));
  return 'data' in result ? PARTIAL_SUCCESS : Math.max(...errors.map(newerStatus));
}

/** What the specification of GraphQL calls an error was always 200. */
function olderStatus({ extensions }: GraphQLError): number {
  const { status = 200, spec = false } = hintIn(extensions);
  return spec ? 200 : status;
}

function newerStatus({ extensions }: GraphQLError): number {
  const { status = 400 } = hintIn(extensions);
  const code = String(extensions['code']);
  // It belongs to several statuses, and comes with a hint.
  return code === 'BAD_REQUEST' ? status : (STATUS[code] ?? status);
}

function hintIn(extensions: GraphQLError['extensions']): HttpHint {
  return (extensions['http'] as HttpHint | undefined) ?? {};
}
