import type { App } from '../app.ts';
import type { Caller } from '../auth/caller.ts';

/** Answers that turn a request away: it was not served, so it does not count. */
const REFUSALS = [401, 403, 429];

/** Counts a request that was answered, if a user's key came with it. */
export function countRequest(app: App, { viewer, ip }: Caller, status: number): void {
  const { holder } = viewer;
  if (holder === null || REFUSALS.includes(status) || status >= 500) return;
  app.usage.count({
    tokenId: holder.tokenId,
    userId: holder.userId,
    at: holder.verifiedAt,
    ip,
  });
}
