import type { Key } from '../keys/key.ts';
import type { Id } from '../source/batches.ts';
import type { LedgerEntry } from '../stage/ledger.ts';
import type { ImportContext } from '../stage/stage.ts';
import { refuseKeys, withoutKeysOfAdmins, withoutWeak } from '../users/admins.ts';
import { findOwnersOfNewTexts } from './token-rows.ts';

type Open = {
  readonly unknown: readonly Key[];
  readonly changed: readonly Key[];
  readonly entries: ReadonlyMap<Id, LedgerEntry>;
  readonly owners: ReadonlyMap<Id, LedgerEntry>;
};

const ANOTHER =
  'refused: have another text and another user there than here, so they are other keys; those here still work: revoke them here if intended';

/** A key that got another text there is as good as a new one: whoever knows that text comes in with it. */
export async function refusedKeys(
  step: ImportContext,
  { unknown, changed, entries, owners }: Open,
): Promise<ReadonlySet<Key>> {
  const localIdOf = ({ id }: Key) => entries.get(id)?.localId ?? '';
  const ownersHere = await findOwnersOfNewTexts(
    step,
    changed.map((key) => ({ key, localId: localIdOf(key) })),
  );
  // Whose a key is here does not change, whoever has it there.
  const ownerOf = (key: Key) => ownersHere.get(key.id) ?? owners.get(key.userId)?.localId ?? '';
  const texts = [...unknown, ...changed.filter(({ id }) => ownersHere.has(id))];
  // With a new text alone, whoever has it there would come in as the user of the key here.
  const isAnother = ({ id, userId }: Key) =>
    ownersHere.has(id) && ownersHere.get(id) !== owners.get(userId)?.localId;
  const same = await refuseKeys(step, ANOTHER, texts, isAnother);
  const strong = await withoutWeak(step, same);
  const taken = new Set(await withoutKeysOfAdmins(step, strong, ownerOf));
  return new Set(texts.filter((key) => !taken.has(key)));
}
