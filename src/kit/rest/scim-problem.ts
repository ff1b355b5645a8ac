import {
  ConflictError,
  DomainError,
  ERROR_STATUS,
  type InputIssue,
  InvalidInputError,
  NotFoundError,
  RateLimitedError,
  UnavailableError,
} from '../../core/errors.ts';
import type { Answer } from '../../core/http/exchange.ts';
import { scimErrorAnswer } from '../../core/http/scim.ts';
import { shortenError } from '../../core/input/shorten.ts';
import { ScimError } from '../../core/scim-error.ts';
import { asExpected } from '../../data/errors.ts';

/**
 * What a provisioning client is answered in place of a failure, as RFC 7644 has it.
 * @throws whatever is not an expected failure, unchanged
 */
export function toScimAnswer(error: unknown): Answer {
  const cause = asExpected(error);
  if (!(cause instanceof DomainError)) throw error;
  const detail = shortenError(detailOf(cause));
  if (cause instanceof ScimError) {
    const { status, scimType, headers } = cause;
    return scimErrorAnswer(status, detail, { scimType, headers });
  }
  if (cause instanceof InvalidInputError)
    return scimErrorAnswer(400, detail, { scimType: typeOf(cause.issues) });
  return scimErrorAnswer(ERROR_STATUS[cause.code], detail, { headers: headersOf(cause) });
}

/** Bad input is refused on these routes with the same trace in the audit log as a missing right. */
export function isRefusedInput(error: unknown, method: string): error is Error {
  if (error instanceof NotFoundError) return method !== 'GET';
  return (
    error instanceof ScimError ||
    error instanceof InvalidInputError ||
    error instanceof ConflictError
  );
}

function headersOf(cause: DomainError): Readonly<Record<string, string>> {
  return cause instanceof RateLimitedError || cause instanceof UnavailableError
    ? { 'retry-after': String(cause.retryAfterSeconds) }
    : {};
}

const MOST_NAMED = 5;

function detailOf(cause: DomainError): string {
  if (!(cause instanceof InvalidInputError)) return cause.message;
  return cause.issues.slice(0, MOST_NAMED).map(sentenceOf).join('; ');
}

/** Attributes are named as the client does, without the place in the request; what alone is wrong is no place. */
function sentenceOf({ path, message }: InputIssue): string {
  const steps = path.length === 1 && path[0] !== 'body' ? path : path.slice(1);
  const names = steps.filter((step) => typeof step === 'string');
  return names.length === 0 ? message : `${names.join('.')}: ${message}`;
}

function typeOf(issues: readonly InputIssue[]): 'invalidSyntax' | 'invalidValue' {
  const isSyntax = issues.some(({ path }) => path[0] === 'body' && path.length <= 2);
  return isSyntax ? 'invalidSyntax' : 'invalidValue';
}
