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

/**
 * Ends what a user made for operators with its administrator role, and finds what it gave to others.
 * @param unit within a transaction that has taken the role away
 */
export async function endPower(unit: UnitOfWork, userId: bigint): Promise<LostPower> {
  const endedAdminKeys = await endDependentKeys(unit, userId);
  return { endedAdminKeys, remainingAccess: await loadRemainingAccess(unit, userId) };
}
