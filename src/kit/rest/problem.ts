import {
  DomainError,
  ERROR_STATUS,
  type InputIssue,
  InvalidInputError,
  RateLimitedError,
  UnavailableError,
} from '../../core/errors.ts';
import { type Answer, detailAnswer, jsonAnswer } from '../../core/http/exchange.ts';
import { shortenError } from '../../core/input/shorten.ts';
import { asExpected } from '../../data/errors.ts';
import { excerptOf } from './excerpt.ts';

/** Refusals about scopes and settings were always one sentence, not a list. */
const SENTENCES = ['invalid_scope', 'empty_scopes', 'invalid_config'];
/** These are 400, as they always were. */
const BAD_REQUESTS = ['webhook_target', 'missing_workspace'];

/**
 * What a REST client is told of a failure.
 * @throws whatever is not an expected failure, unchanged: `api/rest/handle.ts` masks and logs it
 */
export function toAnswer(error: unknown): Answer {
  const cause = asExpected(error);
  if (cause instanceof InvalidInputError) return invalidInput(cause.issues);
  if (cause instanceof UnavailableError) {
    return detailAnswer(ERROR_STATUS[cause.code], cause.message, {
      'retry-after': String(cause.retryAfterSeconds),
    });
  }
  if (cause instanceof RateLimitedError) {
    const { message: detail, retryAfterSeconds } = cause;
    return jsonAnswer(
      ERROR_STATUS[cause.code],
      { detail, retry_after: retryAfterSeconds },
      { 'retry-after': String(retryAfterSeconds) },
    );
  }
  if (cause instanceof DomainError) return detailAnswer(ERROR_STATUS[cause.code], cause.message);
  throw error;
}

function invalidInput(issues: readonly InputIssue[]): Answer {
  const bad = issues.find(({ type }) => BAD_REQUESTS.includes(type));
  if (bad) return detailAnswer(400, bad.message);
  const sentence = issues.find(({ type }) => SENTENCES.includes(type));
  if (sentence && issues.length === 1) return detailAnswer(422, sentence.message);
  return jsonAnswer(422, { detail: issues.map(toItem) });
}

function toItem({ type, path, message, input, context }: InputIssue): object {
  return {
    type,
    loc: placeOf(path).map((step) => (typeof step === 'string' ? shortenError(step) : step)),
    msg: shortenError(message),
    input: excerptOf(path.join('.'), input),
    ...(context && { ctx: context }),
  };
}

/** What has one place on every route, whoever finds fault with it. */
function placeOf(path: InputIssue['path']): InputIssue['path'] {
  if (path[0] === 'Idempotency-Key') return ['header', ...path];
  return path[0] === 'data' ? ['body', ...path] : path;
}
