import type { Logger } from 'pino';
import type { AnsweredRequest } from '../../core/http/record.ts';

const HEALTH = '/health';

/**
 * One line for each request, without anything that its caller sent but the name of an operation. Those
 * that failed here are logged even where the others are not.
 * Those that were turned away are many at a time: what they have in common has a line of its own.
 * @param isOn whether there is a line for those that did not fail
 */
export function requestLog(
  log: Logger,
  isOn: boolean,
): (request: AnsweredRequest, traceId?: string) => void {
  return (request, traceId) => {
    const { isTurnedAway } = request.record;
    if (request.status >= 500 && !isTurnedAway)
      log.warn(lineOf(request, traceId), 'request failed');
    else if (!isOn) return;
    else if (request.record.route?.startsWith(HEALTH))
      log.debug(lineOf(request, traceId), 'request');
    else log.info(lineOf(request, traceId), 'request');
  };
}

/** What is undefined is left out. */
function lineOf(request: AnsweredRequest, traceId: string | undefined) {
  const { requestId, method, record, status, ms, bytes } = request;
  const { route, operation, caller, keyId, statements } = record;
  return {
    requestId,
    traceId,
    method,
    route,
    operation: operation?.name,
    operationType: operation?.type,
    caller,
    keyId: keyId === null ? undefined : Number(keyId),
    status,
    ms: Math.round(ms * 100) / 100,
    statements,
    bytes,
  };
}
