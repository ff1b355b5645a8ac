import sql, { raw } from 'sql-template-tag';
import { StartError } from '../../../core/start-error.ts';
import type { Database, Rows } from '../../../data/database.ts';
import { outsideErasures } from '../../users/erased.ts';
import type { Id } from '../source/batches.ts';
import { isInRange } from '../source/number-range.ts';
import type { ImportContext, Stage } from './stage.ts';
import { note, type Table } from './tally.ts';

const MOST_NAMED = 10;

type KeptIds = NonNullable<Stage<unknown>['into']>;

export const RENUMBERED = 'have a new id here, because theirs is in use';

/**
 * Keeps numbers that will be taken over out of the hands of everybody who creates rows meanwhile.
 * The lock keeps others from drawing one between the look and the change.
 */
export async function reserveIds(
  db: Database,
  table: KeptIds,
  upTo: Id,
  signal?: AbortSignal,
): Promise<void> {
  if (!isInRange(upTo)) return;
  const reserve = async (rows: Rows) => {
    await rows(sql`lock table ${raw(table)} in share row exclusive mode`);
    await rows(sql`
      select setval(${`${table}_id_seq`}, ${upTo}::bigint) from ${raw(`${table}_id_seq`)} s
      where ${upTo}::bigint > s.last_value or (${upTo}::bigint = s.last_value and not s.is_called)`);
  };
  await outsideErasures(db.transaction, reserve, signal);
}

/** Whether nobody draws a number up to this one any more: then the lock, which holds up all who write, is not needed. */
export async function areReserved(rows: Rows, table: KeptIds, upTo: Id): Promise<boolean> {
  const found = await rows(sql`
    select from ${raw(`${table}_id_seq`)} s
    where ${upTo}::bigint < s.last_value or (${upTo}::bigint = s.last_value and s.is_called)`);
  return found.length > 0;
}

/**
 * For each row the number that it gets here: its own where that is free, else a new one.
 * @throws StartError if a number was taken since the check, and nobody said that it may change
 */
export async function assignIds(
  { rows, dryRun, tally, accepts }: ImportContext,
  { into, table }: { readonly into: KeptIds; readonly table: Table },
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, Id>> {
  if (ids.length === 0) return new Map();
  const found = await rows<{ readonly id: Id }>(
    sql`select t.id::text as id from ${raw(into)} t where t.id = any (${ids}::bigint[])`,
  );
  const taken = new Set(found.map(({ id }) => id));
  const moved = ids.filter((id) => taken.has(id) || !isInRange(id));
  if (!accepts.newNumbers) requireNone(table, moved);
  note(tally, table, RENUMBERED, moved);
  const fresh = dryRun ? moved.map(standIn) : await drawIds(rows, into, moved.length);
  const places = new Map(moved.map((id, place) => [id, fresh[place] ?? id]));
  return new Map(ids.map((id) => [id, places.get(id) ?? id]));
}

function requireNone(table: Table, moved: readonly Id[]): void {
  if (moved.length === 0) return;
  throw new StartError(
    `The import stopped: ${table} ${moved.slice(0, MOST_NAMED).join(', ')} of the source have numbers that were taken here since it began. Run it again with --dry-run to see them all.`,
  );
}

/** In a rehearsal nothing is drawn: a number that no row will ever have. */
function standIn(id: Id): Id {
  return String(BigInt(id) - 2n ** 62n);
}

async function drawIds(rows: Rows, table: KeptIds, many: number): Promise<readonly Id[]> {
  const drawn = await rows<{ readonly id: Id }>(sql`
    select nextval(${`${table}_id_seq`})::text as id from generate_series(1, ${many}::int)`);
  return drawn.map(({ id }) => id);
}
