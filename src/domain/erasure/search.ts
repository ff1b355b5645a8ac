import type { Rows } from '../../data/database.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import { eraseFromLog } from './events.ts';
import { type ErasedPerson, includesPerson, readPerson } from './person.ts';
import { lastPosition } from './sealed-events.ts';

/** Through which place the audit log has been searched for a person, and how many events were changed. */
type Searched = {
  readonly person: ErasedPerson;
  readonly through: bigint;
  readonly events: number;
};

/**
 * Erases a user from what has been sealed since it was searched for before; from the complete audit log where it
 * turns out to have had other names.
 */
export async function searchLog(
  rows: Rows,
  vault: Vault,
  userId: bigint,
  before?: Searched,
): Promise<Searched> {
  const through = await lastPosition(rows);
  const seen = before?.through ?? 0n;
  const part = { after: seen, through };
  const person = await readPerson(rows, vault, userId, { ...part, before: before?.person });
  const isKnown = before !== undefined && includesPerson(before.person, person);
  const after = isKnown ? seen : 0n;
  const changed = await eraseFromLog(rows, vault, person, { after, through });
  return { person, through, events: (before?.events ?? 0) + changed };
}
