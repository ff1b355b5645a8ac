import { currentRequest } from '../../core/request/scope.ts';
import { ANONYMOUS, type InternalService, type Viewer } from '../callers/viewer.ts';
import type { Quota } from '../limits/limits.ts';

/**
 * Names one of the platform's services in the request, and counts the request for its secret.
 * @throws RateLimitedError
 */
export async function admitService(quota: Quota, service: InternalService): Promise<Viewer> {
  const who = `internal:${service.keyName}`;
  currentRequest()?.identify(who);
  await quota.takeKey({ sort: 'internal', who, ownLimit: null });
  return { ...ANONYMOUS, service };
}
