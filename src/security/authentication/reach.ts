/** Whose things a caller may see and change. Whoever looks something up for a caller asks it. */
export type Reach = {
  /** The only user whose things the caller may see; null is everybody's. */
  readonly userId: bigint | null;
  /** Notes that something was kept from the caller because it is another user's. */
  readonly refused: () => void;
};

/** For what the service looks up on its own behalf, or once the right was checked. */
export const EVERYTHING: Reach = { userId: null, refused: () => undefined };

/** Whether something of this owner is within reach. If not, that is a refusal, whatever is answered. */
export function reaches({ userId, refused }: Reach, ownerId: bigint): boolean {
  if (userId === null || userId === ownerId) return true;
  refused();
  return false;
}
