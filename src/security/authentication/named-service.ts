import type { IncomingHttpHeaders } from 'node:http';
import type { App } from '../../core/app.ts';
import { headerText } from '../../core/http/exchange.ts';
import type { Caller } from '../callers/caller.ts';
import { isAnonymous } from '../callers/viewer.ts';
import { internalServiceOf } from './authenticate.ts';

/**
 * For the audit log: a service that calls where its secret counts for nothing is named all the same. It
 * gets no right by it.
 */
export function withServiceName(app: App, caller: Caller, headers: IncomingHttpHeaders): Caller {
  const secret = headerText(headers['x-internal-secret']);
  if (!secret || !isAnonymous(caller.viewer)) return caller;
  const service = internalServiceOf(app, secret);
  return service === null ? caller : { ...caller, viewer: { ...caller.viewer, service } };
}
