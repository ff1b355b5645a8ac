import sql from 'sql-template-tag';
import { isJsonObject, type JsonObject, sizeOf } from '../../core/input/json.ts';
import { type StoredSize, SURELY_FITS, storedSize } from '../../core/input/merged-data.ts';
import type { Rows } from '../../data/database.ts';
import type { MeetingState } from './meeting-state.ts';

/** Data that is to be merged into that of a meeting. */
export type ReportOf = { readonly meetingId: bigint; readonly data: JsonObject };

/** Large data is read in small portions, and only its sizes are kept. */
const AT_ONCE = 10;

/**
 * How much each meeting stores, where the reports could make it more than fits. The meetings must be
 * locked.
 */
export async function withSizes(
  rows: Rows,
  states: ReadonlyMap<bigint, MeetingState>,
  reports: readonly ReportOf[],
): Promise<Map<bigint, MeetingState>> {
  const sized = new Map(states);
  const large = await findLarge(rows, reports);
  for (let from = 0; from < large.length; from += AT_ONCE) {
    const sizes = await readSizes(rows, large.slice(from, from + AT_ONCE), reports);
    for (const { id, size } of sizes) {
      const state = sized.get(id);
      if (state !== undefined) sized.set(id, { ...state, size });
    }
  }
  return sized;
}

async function findLarge(rows: Rows, reports: readonly ReportOf[]): Promise<readonly bigint[]> {
  if (reports.length === 0) return [];
  const ids = reports.map(({ meetingId }) => meetingId);
  const bytes = reports.map(({ data }) => sizeOf(data).bytes);
  const found = await rows<{ readonly id: bigint }>(sql`
    select m.id from (
      select r.id, sum(r.bytes) as bytes from unnest(${ids}::bigint[], ${bytes}::int[]) r(id, bytes) group by r.id) n
    join meetings m on m.id = n.id
    where octet_length(m.data::text) + n.bytes > ${SURELY_FITS}`);
  return found.map(({ id }) => id);
}

type Sized = { readonly id: bigint; readonly size: StoredSize };

async function readSizes(
  rows: Rows,
  ids: readonly bigint[],
  reports: readonly ReportOf[],
): Promise<readonly Sized[]> {
  const found = await rows<{ readonly id: bigint; readonly data: unknown }>(
    sql`select m.id, m.data from meetings m where m.id = any(${ids}::bigint[])`,
  );
  return found.map(({ id, data }) => {
    const patches = reports.filter(({ meetingId }) => meetingId === id);
    const keys = new Set(patches.flatMap((patch) => Object.keys(patch.data)));
    return { id, size: storedSize(isJsonObject(data) ? data : {}, keys) };
  });
}
