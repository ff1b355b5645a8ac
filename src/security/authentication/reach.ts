import sql, { type Sql } from 'sql-template-tag';
import { type Viewer, visibleOwner } from '../callers/viewer.ts';

/** Whose rows a caller may see and change: `visibleOwner`, with a note in the audit log for what is kept back. */
export type Reach = {
  /** The only user whose rows the caller may see; null for everybody's. */
  readonly userId: bigint | null;
  /** Notes that something was kept from the caller because it is another user's. */
  readonly refused: () => void;
};

/** For what the service looks up on its own behalf, or once the right was checked. */
export const EVERYTHING: Reach = { userId: null, refused: () => undefined };

/** @param refused is called for each row that is kept from the viewer */
export function reachFor(viewer: Viewer, refused: () => void): Reach {
  return { userId: visibleOwner(viewer), refused };
}

/** Whether a row of this owner is within reach. If not, that is a refusal, whatever is answered. */
export function reaches({ userId, refused }: Reach, ownerId: bigint): boolean {
  if (userId === null || userId === ownerId) return true;
  refused();
  return false;
}

/** `reaches` in SQL, which notes nothing: a row out of reach is as if it did not exist. */
export function reachesSql({ userId }: Reach, ownerId: Sql): Sql {
  return userId === null ? sql`true` : sql`${ownerId} = ${userId}`;
}
