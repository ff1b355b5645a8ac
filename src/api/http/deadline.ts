import type { Handler } from '../../core/http/exchange.ts';
import { inScope, requestScope } from '../../core/request/scope.ts';

/** How much longer than one statement a request may take in all. */
const MORE_MS = 1_000;
/** What has not come this long before the deadline is given up, so that the refusal is sent in time. */
const REFUSAL_MS = 250;

/** Answers each request in a scope of its own: it has one deadline, however its work is shared or queued. */
export function withDeadline(handle: Handler, statementTimeoutMs: number): Handler {
  const ms = statementTimeoutMs + MORE_MS - REFUSAL_MS;
  return async (request) => {
    const { ip: caller, client, record } = request;
    const scope = requestScope({ caller, client, record, ms });
    try {
      return await inScope(scope, () => handle(request));
    } finally {
      scope.end();
    }
  };
}
