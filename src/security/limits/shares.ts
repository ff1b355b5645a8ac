import type { KeyHolder, Operator } from '../callers/viewer.ts';

// What counts as one caller in a minute. Whatever users make for themselves is one with them: else whoever mints
// a key would have the requests of one more key.

/** The sessions of a user, and the keys that it minted for itself. */
export function shareOfUser(userId: bigint): string {
  return `own:${userId}`;
}

/** A key that somebody else minted has a share of its own, together with its successors. */
export function shareOfKey({ userId, rootId, isSelfMinted }: KeyHolder): string {
  return isSelfMinted ? shareOfUser(userId) : `user:${rootId}`;
}

/** All admin keys that depend on a user are one; of several users, on the first. */
export function shareOfAdminKey({ dependsOn, rootId, keyName }: Operator): string {
  const [first, ...others] = dependsOn;
  if (first === undefined) return `admin:${rootId ?? keyName}`;
  return `admin-own:${others.reduce((least, id) => (id < least ? id : least), first)}`;
}
