import sql from 'sql-template-tag';
import { type ForeignToken, importedKeyOf, type Key } from '../keys/key.ts';
import { type Id, type IdRange, inIdRange } from '../source/batches.ts';
import { column, expiry, stateOf, timestampColumn } from '../source/shape.ts';
import { leaveRefusal, writeImportEvents } from '../stage/audit-events.ts';
import { findEntries } from '../stage/ledger.ts';
import { assignIds } from '../stage/new-ids.ts';
import { rowsWithoutKeys } from '../stage/row-secrets.ts';
import type { ImportContext, Stage } from '../stage/stage.ts';
import { count, note } from '../stage/tally.ts';
import { noteGone, withOwners, withoutSame, withoutTaken } from './token-choice.ts';
import { noteKeyProblems } from './token-notes.ts';
import { refusedKeys } from './token-refusals.ts';
import {
  findMoved,
  findWider,
  type ImportedKey,
  insertKeys,
  keepLastUse,
  recordMatches,
  updateKeys,
} from './token-rows.ts';

export const tokenStage: Stage<ForeignToken[]> = {
  table: 'keys',
  from: { name: 'api_tokens', batchSize: 2_000, bulk: 'token' },
  into: 'api_tokens',
  read: (ask, shape, range) => {
    const date = (name: string) => timestampColumn(shape, 'api_tokens', name);
    return ask(sql`
      select t.id::text as id, t.token as text, t.user_id::text as "userId",
        ${column(shape, 'api_tokens', 'scopes')}::text[] as scopes,
        ${column(shape, 'api_tokens', 'name')} as name, ${date('created_at')} as "createdAt",
        ${date('last_used_at')} as "lastUsedAt",
        ${expiry(shape, 'api_tokens', 'expires_at')} as "expiresAt",
        ${stateOf(shape, 'api_tokens', FIELDS)} as state
      from api_tokens t where ${inIdRange(range)} order by t.id`);
  },
  take,
  finish: (step, after) => noteGone(step, { after, upTo: LAST }, []),
};

const FIELDS = ['user_id', 'scopes', 'name', 'created_at', 'expires_at'];
const LAST = '9223372036854775807';

async function take(
  step: ImportContext,
  batch: readonly ForeignToken[],
  range: IdRange,
): Promise<void> {
  const { rows, ledger, app } = step;
  const ids = batch.map(({ id }) => id);
  // Where only some were asked for, the others are not gone.
  if (range.among === undefined) await noteGone(step, range, ids);
  const read = batch.map((row) => importedKeyOf(row, app.peppers, ledger.states));
  const owners = await findEntries(rows, ledger, 'user', [
    ...new Set(read.map(({ userId }) => userId)),
  ]);
  const owned = await withOwners(step, read, owners);
  const entries = await findEntries(rows, ledger, 'token', ids);
  const names = await findEntries(rows, ledger, 'name', ids);
  const isKnown = ({ id, state }: Key) => entries.get(id)?.state === state;
  const open = rowsWithoutKeys(
    step,
    owned.filter((key) => !isKnown(key)),
    { table: 'keys', names: ['name'] },
  );
  const unknown = await withoutSame(
    step,
    open.filter(({ id }) => !entries.has(id)),
  );
  const known = open.filter(({ id }) => entries.has(id));
  const changed = await withoutTaken(step, known, entries);
  const refused = await refusedKeys(step, { unknown, changed, entries, owners });
  const isTaken = (key: Key) => !refused.has(key);
  const newcomers = unknown.filter(isTaken);
  noteKeyProblems(step, owned.filter(isTaken));
  const numbers = await assignIds(
    step,
    { into: 'api_tokens', table: 'keys' },
    newcomers.map(({ id }) => id),
  );
  const place = (key: Key): ImportedKey => ({
    key,
    localId: entries.get(key.id)?.localId ?? numbers.get(key.id) ?? key.id,
    ownerId: owners.get(key.userId)?.localId ?? key.userId,
    isRenamed: (names.get(key.id)?.state ?? key.nameState) !== key.nameState,
  });
  await write(step, {
    fresh: newcomers.map(place),
    changed: changed.filter(isTaken).map(place),
    known: owned.filter(isKnown).map(place),
  });
}

type Decided = Readonly<Record<'fresh' | 'changed' | 'known', readonly ImportedKey[]>>;

async function write(step: ImportContext, { fresh, changed, known }: Decided): Promise<void> {
  const moved = await findMoved(step, [...changed, ...known]);
  note(step.tally, 'keys', MOVED, moved);
  await leaveRefusal(step, 'keys', MOVED, moved);
  const wider = await findWider(step, changed);
  note(
    step.tally,
    'keys',
    'allow more there, or for longer, than here: they stay unchanged here',
    wider,
  );
  await insertKeys(step, fresh);
  await updateKeys(step, changed);
  await keepLastUse(step, known);
  const written = [...fresh, ...changed];
  await recordMatches(step, written);
  await writeImportEvents(step, 'keys', { created: idsOf(fresh), changed: idsOf(changed) });
  count(step.tally, 'keys', 'unchanged', known.length);
  count(step.tally, 'keys', 'written', written.length);
}

const MOVED = 'refused: belong to a different user there than here; they stay with their user here';

function idsOf(placed: readonly ImportedKey[]): Id[] {
  return placed.map(({ localId }) => localId);
}
