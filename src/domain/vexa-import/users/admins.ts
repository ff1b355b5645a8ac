import type { Key } from '../keys/key.ts';
import type { Id } from '../source/batches.ts';
import { leaveRefusal } from '../stage/audit-events.ts';
import { findAdmins, type LedgerEntry } from '../stage/ledger.ts';
import type { ImportContext } from '../stage/stage.ts';
import { count, note } from '../stage/tally.ts';
import type { Address } from './addresses.ts';
import { countUsers, noteUsers } from './user-notes.ts';
import type { ForeignUser } from './users.ts';

// Whoever fills the database that is imported from decides about no administrator here, unless the
// operator says so.

const SAME_USER =
  'refused: their address belongs to an administrator here; import with --merge-admins if they are the same person';
const CHANGED_USER =
  'refused: changed there, but are administrators here: no changes are imported without --merge-admins';
const NEW_KEY =
  'refused: their user is an administrator here; import with --merge-admins to let them work for that user';

type Places = {
  readonly entries: ReadonlyMap<Id, LedgerEntry>;
  readonly settled: ReadonlyMap<Id, Address>;
};

/** Users who do not become one with an administrator here, and change none. */
export async function withoutAdmins(
  step: ImportContext,
  users: readonly ForeignUser[],
  { entries, settled }: Places,
): Promise<readonly ForeignUser[]> {
  if (step.accepts.admins) return users;
  const localIdOf = ({ id }: ForeignUser) =>
    entries.get(id)?.localId ?? settled.get(id)?.sameAs ?? '';
  const admins = await findAdmins(step.rows, step.ledger, users.map(localIdOf).filter(Boolean));
  const refused = users.filter((user) => admins.has(localIdOf(user)));
  const isHere = ({ id }: ForeignUser) => entries.has(id);
  await refuseUsers(step, CHANGED_USER, refused.filter(isHere));
  await refuseUsers(
    step,
    SAME_USER,
    refused.filter((user) => !isHere(user)),
  );
  return users.filter((user) => !admins.has(localIdOf(user)));
}

async function refuseUsers(
  step: ImportContext,
  text: string,
  users: readonly ForeignUser[],
): Promise<void> {
  countUsers(step, 'skipped', users);
  noteUsers(step, text, users);
  const ids = users.map(({ id }) => id);
  await leaveRefusal(step, 'users', text, ids);
}

/** Keys with new texts, but for those of administrators here. */
export async function withoutKeysOfAdmins(
  step: ImportContext,
  keys: readonly Key[],
  ownerOf: (key: Key) => Id,
): Promise<readonly Key[]> {
  if (step.accepts.admins) return keys;
  const ids = [...new Set(keys.map(ownerOf))];
  const admins = await findAdmins(step.rows, step.ledger, ids);
  return await refuseKeys(step, NEW_KEY, keys, (key) => admins.has(ownerOf(key)));
}

const WEAK =
  'refused: their text is easy to guess (fewer than 20 characters, or fewer than 6 different ones); replace them there, or import with --accept-weak-keys';

/** Keys with new texts, but for those that are easy to guess. */
export async function withoutWeak(
  step: ImportContext,
  keys: readonly Key[],
): Promise<readonly Key[]> {
  if (step.accepts.weakKeys) return keys;
  return await refuseKeys(step, WEAK, keys, ({ isWeak }) => isWeak);
}

/** @returns the keys that are not refused */
export async function refuseKeys(
  step: ImportContext,
  text: string,
  keys: readonly Key[],
  isRefused: (key: Key) => boolean,
): Promise<readonly Key[]> {
  const refused = keys.filter(isRefused).map(({ id }) => id);
  count(step.tally, 'keys', 'skipped', refused.length);
  note(step.tally, 'keys', text, refused);
  await leaveRefusal(step, 'keys', text, refused);
  return keys.filter((key) => !isRefused(key));
}
