import type { App } from '../../core/app.ts';
import type { Caller } from '../../security/callers/caller.ts';

/** Answers that turn a request away: it was not served, so it does not count. */
const REFUSALS = [401, 403, 429];

/**
 * Counts a request that was answered, if a user's key came with it.
 * @param statuses what it was answered with: one status, or one for each thing that failed where
 *   nothing else came
 */
export function countRequest(app: App, { viewer, ip }: Caller, statuses: readonly number[]): void {
  const { holder } = viewer;
  if (holder?.tokenId == null || statuses.every(isUnserved)) return;
  const { tokenId, userId, verifiedAt } = holder;
  app.usage.count({ tokenId, userId, at: verifiedAt, ip });
}

type CheckedKey = { readonly tokenId: bigint; readonly userId: bigint; readonly verifiedAt: Date };

/** Counts a key that works and that the gateway asked about: the address is the gateway's, not the caller's. */
export function countGatewayCheck(app: App, { tokenId, userId, verifiedAt }: CheckedKey): void {
  app.usage.count({ tokenId, userId, at: verifiedAt, ip: null });
}

function isUnserved(status: number): boolean {
  return REFUSALS.includes(status) || status >= 500;
}
