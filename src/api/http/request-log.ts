import type { Logger } from 'pino';
import type { AnsweredRequest } from '../../core/http/record.ts';

const HEALTH = '/health';

/**
 * One line for each request, without anything that its caller sent but the name of an operation. Those
 * that failed here are logged even where the others are not.
 * @param isOn whether there is a line for those that did not fail
 */
export function requestLog(log: Logger, isOn: boolean): (request: AnsweredRequest) => void {
  return ({ requestId, method, record, status, ms, bytes }) => {
    const isFailure = status >= 500;
    if (!isOn && !isFailure) return;
    const { route, operation, caller, statements } = record;
    const line = {
      requestId,
      method,
      route,
      ...(operation !== null && { operation: operation.name, operationType: operation.type }),
      caller,
      status,
      ms: Math.round(ms * 100) / 100,
      statements,
      bytes,
    };
    if (isFailure) log.warn(line, 'request failed');
    else if (route?.startsWith(HEALTH)) log.debug(line, 'request');
    else log.info(line, 'request');
  };
}
