import sql from 'sql-template-tag';
import { type Id, type Range, within } from './batches.ts';
import { type ForeignToken, type Key, keyOf } from './key.ts';
import { type Entry, findDeleted, findEntries, keepEntries } from './ledger.ts';
import { assignIds } from './new-ids.ts';
import { column, expiry, moment, stateOf } from './shape.ts';
import type { Stage, Step } from './stage.ts';
import { count, note } from './tally.ts';
import { noteOddKeys } from './token-notes.ts';
import {
  findGoneKeys,
  findSameKeys,
  insertKeys,
  type PlacedKey,
  updateKeys,
} from './token-rows.ts';

export const tokens: Stage<ForeignToken[]> = {
  table: 'keys',
  from: { name: 'api_tokens', batchSize: 2_000, bulk: 'token' },
  into: 'api_tokens',
  read: (ask, shape, range) => {
    const date = (name: string) => moment(shape, 'api_tokens', name);
    return ask(sql`
      select t.id::text as id, t.token as text, t.user_id::text as "userId",
        ${column(shape, 'api_tokens', 'scopes')}::text[] as scopes,
        ${column(shape, 'api_tokens', 'name')} as name, ${date('created_at')} as "createdAt",
        ${date('last_used_at')} as "lastUsedAt",
        ${expiry(shape, 'api_tokens', 'expires_at')} as "expiresAt",
        ${stateOf(shape, 'api_tokens', FIELDS)} as state
      from api_tokens t where ${within(range)} order by t.id`);
  },
  take,
  finish: (step, after) => noteGone(step, { after, upTo: LAST }, []),
};

const FIELDS = ['user_id', 'scopes', 'name', 'created_at', 'last_used_at', 'expires_at'];
const LAST = '9223372036854775807';

async function take(step: Step, batch: readonly ForeignToken[], range: Range): Promise<void> {
  const { rows, ledger, app } = step;
  const ids = batch.map(({ id }) => id);
  await noteGone(step, range, ids);
  const keys = batch.map((row) => keyOf(row, app.peppers.current.text));
  const owners = await findEntries(rows, ledger, 'user', [
    ...new Set(keys.map(({ userId }) => userId)),
  ]);
  const owned = await withOwners(step, keys, owners);
  noteOddKeys(step, owned);

  const entries = await findEntries(rows, ledger, 'token', ids);
  const isKnown = ({ id, state }: Key) => entries.get(id)?.state === state;
  count(step.tally, 'keys', 'unchanged', owned.filter(isKnown).length);
  const open = owned.filter((key) => !isKnown(key));
  const newcomers = await withoutSame(
    step,
    open.filter(({ id }) => !entries.has(id)),
  );
  const changed = open.filter(({ id }) => entries.has(id));
  const numbers = await assignIds(step, { into: 'api_tokens', table: 'keys' }, idsOf(newcomers));
  const place = (key: Key): PlacedKey => ({
    key,
    localId: entries.get(key.id)?.localId ?? numbers.get(key.id) ?? key.id,
    ownerId: owners.get(key.userId)?.localId ?? key.userId,
  });
  const placed = [...newcomers, ...changed].map(place);
  await insertKeys(step, newcomers.map(place));
  await updateKeys(step, changed.map(place));
  await keepEntries(
    rows,
    ledger,
    'token',
    placed.map(({ key, localId }) => ({ foreignId: key.id, localId, state: key.state })),
  );
  count(step.tally, 'keys', 'written', placed.length);
}

/** Keys whose user came over and is not deleted here. */
async function withOwners(
  step: Step,
  keys: readonly Key[],
  owners: ReadonlyMap<Id, Entry>,
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
async function withoutSame(step: Step, keys: readonly Key[]): Promise<readonly Key[]> {
  const same = new Map(await findSameKeys(step, keys));
  const known: Entry[] = [];
  const newcomers: Key[] = [];
  for (const key of keys) {
    const { id, digest, state } = key;
    const localId = same.get(digest);
    if (localId === undefined) newcomers.push(key);
    else known.push({ foreignId: id, localId, state });
  }
  await keepEntries(step.rows, step.ledger, 'token', known);
  count(step.tally, 'keys', 'unchanged', known.length);
  note(
    step.tally,
    'keys',
    'were here already, and stay what they are here',
    known.map(({ foreignId }) => foreignId),
  );
  return newcomers;
}

async function noteGone(step: Step, range: Range, present: readonly Id[]): Promise<void> {
  const gone = await findGoneKeys(step, range, present);
  note(
    step.tally,
    'keys',
    'are no longer there, and still work here; revoke them here, if that is meant',
    gone.map((id) => `${id} here`),
  );
}

function skip({ tally }: Step, text: string, keys: readonly Key[]): void {
  count(tally, 'keys', 'skipped', keys.length);
  note(tally, 'keys', text, idsOf(keys));
}

function idsOf(keys: readonly Key[]): Id[] {
  return keys.map(({ id }) => id);
}
