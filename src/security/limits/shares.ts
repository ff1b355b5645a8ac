import type { KeyHolder, Operator } from '../callers/viewer.ts';

// What counts as one caller in a minute. Whatever users make for themselves is one with them: else whoever mints
// a key would have the requests of one more key.

/** The sessions of a user: with them it revokes a key of its own that sends too much. */
export function shareOfSessions(userId: bigint): string {
  return `session:${userId}`;
}

/** The keys that a user minted for itself. */
function shareOfOwnKeys(userId: bigint): string {
  return `own:${userId}`;
}

/** A key that somebody else minted has a share of its own, together with its successors. */
export function shareOfKey({ userId, rootId, isSelfMinted }: KeyHolder): string {
  return isSelfMinted ? shareOfOwnKeys(userId) : `user:${rootId}`;
}

/** All admin keys that depend on the same users are one. */
export function shareOfAdminKey({ dependsOn, rootId, keyName }: Operator): string {
  if (dependsOn.length === 0) return `admin:${rootId ?? keyName}`;
  return `admin-own:${dependsOn.map(String).sort().join()}`;
}
