import type { Key } from '../keys/key.ts';
import type { Id, IdRange } from '../source/batches.ts';
import { findDeleted, type LedgerEntry } from '../stage/ledger.ts';
import type { ImportContext } from '../stage/stage.ts';
import { count, note } from '../stage/tally.ts';
import { findGoneKeys, findSameKeys, type MatchedKey, recordMatches } from './token-rows.ts';

// Which keys come over at all.

/** Keys whose user came over and is not deleted here. */
export async function withOwners(
  step: ImportContext,
  keys: readonly Key[],
  owners: ReadonlyMap<Id, LedgerEntry>,
): Promise<readonly Key[]> {
  const ownerOf = ({ userId }: Key) => owners.get(userId)?.localId;
  const orphans = keys.filter((key) => ownerOf(key) === undefined);
  skip(step, 'skipped: their user does not exist', orphans);
  const localIds = [...owners.values()].map(({ localId }) => localId);
  const deleted = await findDeleted(step.rows, step.ledger, localIds);
  const isOfDeleted = (key: Key) => deleted.has(ownerOf(key) ?? '');
  skip(step, 'skipped: their user is deleted here', keys.filter(isOfDeleted));
  return keys.filter((key) => ownerOf(key) !== undefined && !isOfDeleted(key));
}

/** A key whose text is here already stays what it is here. */
export async function withoutSame(
  step: ImportContext,
  keys: readonly Key[],
): Promise<readonly Key[]> {
  const same = new Map(await findSameKeys(step, keys));
  const known: MatchedKey[] = [];
  const newcomers: Key[] = [];
  for (const key of keys) {
    const [localId] = key.digests.flatMap((digest) => same.get(digest) ?? []);
    if (localId === undefined) newcomers.push(key);
    else known.push({ key, localId });
  }
  await recordMatches(step, known);
  count(step.tally, 'keys', 'unchanged', known.length);
  note(
    step.tally,
    'keys',
    'already exist here and stay unchanged',
    known.map(({ key: { id }, localId }) => (id === localId ? id : `${id} (${localId} here)`)),
  );
  return newcomers;
}

/**
 * Keys whose new text no other key has here: one text opens one key. The others are taken over by a later
 * import, once the text is free.
 */
export async function withoutTaken(
  step: ImportContext,
  changed: readonly Key[],
  entries: ReadonlyMap<Id, LedgerEntry>,
): Promise<readonly Key[]> {
  const holders = await findSameKeys(step, changed);
  const isTaken = ({ id, digests }: Key) =>
    digests.some(
      (digest) => (holders.get(digest) ?? entries.get(id)?.localId) !== entries.get(id)?.localId,
    );
  skip(step, 'skipped: their new text belongs to another key here', changed.filter(isTaken));
  return changed.filter((key) => !isTaken(key));
}

/** Says which keys of a range are here only. */
export async function noteGone(
  step: ImportContext,
  range: IdRange,
  present: readonly Id[],
): Promise<void> {
  const gone = await findGoneKeys(step, range, present);
  note(
    step.tally,
    'keys',
    'no longer exist there but still work here; revoke them here if intended',
    gone.map((id) => `${id} here`),
  );
}

function skip({ tally }: ImportContext, text: string, keys: readonly Key[]): void {
  count(tally, 'keys', 'skipped', keys.length);
  note(tally, 'keys', text, idsOf(keys));
}

function idsOf(keys: readonly Key[]): Id[] {
  return keys.map(({ id }) => id);
}
