import type { Id } from '../source/batches.ts';
import { writeImportEvents } from '../stage/audit-events.ts';
import { keepEntries, type LedgerEntry } from '../stage/ledger.ts';
import type { ImportContext } from '../stage/stage.ts';
import { addConfigs, replaceConfigs } from './user-configs.ts';
import { countUsers } from './user-notes.ts';
import { fillUsers, type ImportedUser, insertUsers, updateUsers } from './user-rows.ts';
import { addSecrets, replaceSecrets } from './user-secrets.ts';

/** Creates the users that are new, and changes those that are here; all with their secrets. */
export async function writeUsers(
  step: ImportContext,
  placed: readonly ImportedUser[],
  entries: ReadonlyMap<Id, LedgerEntry>,
): Promise<void> {
  const here = placed.filter(({ user }) => entries.has(user.id));
  const same = placed.filter(({ address }) => address.sameAs !== null);
  const fresh = placed.filter(
    ({ user, address }) => !entries.has(user.id) && address.sameAs === null,
  );
  await insertUsers(step, fresh);
  await updateUsers(step, here);
  await fillUsers(step, same);
  await writeImportEvents(step, 'users', {
    created: idsOf(fresh),
    changed: idsOf([...here, ...same]),
  });
  await replaceSecrets(step, here);
  await addSecrets(step, [...fresh, ...same]);
  await replaceConfigs(step, here);
  await addConfigs(step, [...fresh, ...same]);
  await keepEntries(step.rows, step.ledger, 'user', placed.map(entryOf));
  await keepEntries(step.rows, step.ledger, 'merged', same.map(entryOf));
  countUsers(
    step,
    'written',
    placed.map(({ user }) => user),
  );
}

function idsOf(placed: readonly ImportedUser[]): Id[] {
  return placed.map(({ localId }) => localId);
}

function entryOf({ user, localId }: ImportedUser): LedgerEntry {
  return { foreignId: user.id, localId, state: user.state };
}
