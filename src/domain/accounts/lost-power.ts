import sql from 'sql-template-tag';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import type { AdminKey } from '../admin-keys/rows.ts';
import { endDependentKeys } from '../admin-keys/service.ts';
import { loadRemainingAccess, type RemainingAccess } from './remaining-access.ts';

/** What a change ended together with the administrator role of a user, and what it did not end. */
export type LostPower = {
  readonly endedAdminKeys: readonly AdminKey[];
  /** Null when the user had no such role before, or has it still. */
  readonly remainingAccess: RemainingAccess | null;
};

export const NOTHING_LOST: LostPower = { endedAdminKeys: [], remainingAccess: null };

/** Locks a user until the transaction is over. @returns whether its role is administrator, suspended or not */
export async function wasAdmin({ rows }: UnitOfWork, userId: bigint): Promise<boolean> {
  const [user] = await rows<{ readonly isAdmin: boolean }>(sql`
    select u.role = 'admin' and u.deleted_at is null as "isAdmin"
    from users u where u.id = ${userId} for no key update`);
  return user?.isAdmin === true;
}

/**
 * Ends what a user made for operators with its administrator role, and finds what it gave to others.
 * @param step within a transaction that has taken the role away
 */
export async function endPower(step: UnitOfWork, userId: bigint): Promise<LostPower> {
  const endedAdminKeys = await endDependentKeys(step, userId);
  return { endedAdminKeys, remainingAccess: await loadRemainingAccess(step, userId) };
}
