import sql, { raw } from 'sql-template-tag';
import type { Rows } from '../../../data/database.ts';
import { MEETING_HELD, seeHolds } from '../../legal-holds/held.ts';
import type { Id } from '../source/batches.ts';
import { writeDeletionEvent } from '../stage/audit-events.ts';
import { oneByOne } from '../stage/children.ts';
import type { Ledger } from '../stage/ledger.ts';
import type { ImportContext } from '../stage/stage.ts';
import { segmentsFingerprint } from './deletions-there.ts';

/** A meeting that came from there and is still here. */
export type MeetingHere = {
  readonly foreignId: Id;
  readonly localId: Id;
  /** How many segments came from there: one that was recorded here may have no id. */
  readonly segments: number;
  readonly fingerprint: string;
};

type Wanted = {
  readonly after: Id;
  readonly limit: number;
  /** Their ids there; null for all. */
  readonly among: readonly Id[] | null;
};

export function meetingsHere(
  rows: Rows,
  { entries, sourceId }: Ledger,
  { after, limit, among }: Wanted,
): Promise<MeetingHere[]> {
  return rows<MeetingHere>(sql`
    select e.foreign_id::text as "foreignId", e.local_id::text as "localId", s.segments, s.fingerprint
    from ${entries} e
      join ${oneByOne(sql`select o.id from meetings o where o.id = e.local_id`)} m on true
      left join ${oneByOne(sql`select count(*)::int as segments, ${segmentsFingerprint(sql`o.segment_id`)} as fingerprint
        from transcript_segments o where o.meeting_id = e.local_id and o.segment_id is not null`)} s on true
    where e.source_id = ${sourceId} and e.kind = 'meeting' and e.foreign_id > ${after}::bigint
      and (${among}::bigint[] is null or e.foreign_id = any (${among}::bigint[]))
    order by e.foreign_id limit ${limit}`);
}

/** Whether any meeting came from there before. */
export async function hasMeetings(rows: Rows, { entries, sourceId }: Ledger): Promise<boolean> {
  const found = await rows(sql`
    select from ${entries} e where e.source_id = ${sourceId} and e.kind = 'meeting' limit 1`);
  return found.length > 0;
}

/** Which segments of these meetings are none of those that are there, by meeting. */
export async function noteGoneSegments(
  rows: Rows,
  meetings: readonly { readonly localId: Id; readonly segmentIds: readonly string[] }[],
): Promise<ReadonlyMap<Id, readonly Id[]>> {
  const gone = new Map<Id, readonly Id[]>();
  for (const { localId, segmentIds } of meetings) {
    const found = await rows<{ readonly id: Id }>(sql`
      select s.id::text as id from transcript_segments s
      where s.meeting_id = ${localId}::bigint and s.segment_id is not null
        and not exists (select from unnest(${segmentIds}::text[]) kept where kept = s.segment_id)
      order by s.id`);
    if (found.length > 0)
      gone.set(
        localId,
        found.map(({ id }) => id),
      );
  }
  return gone;
}

export async function deleteSegments(
  step: ImportContext,
  gone: ReadonlyMap<Id, readonly Id[]>,
): Promise<void> {
  const ids = [...gone.values()].flat();
  if (ids.length === 0 || step.dryRun) return;
  await step.rows(sql`delete from transcript_segments where id = any (${ids}::bigint[])`);
  await writeDeletionEvent(step, 'segments', { count: ids.length, meetingIds: [...gone.keys()] });
}

/** Which of these meetings are under a legal hold, for as long as the transaction lasts. */
export async function findHeld(rows: Rows, localIds: readonly Id[]): Promise<ReadonlySet<Id>> {
  await seeHolds(rows);
  const held = await rows<{ readonly id: Id }>(sql`
    select m.id::text as id from meetings m where m.id = any (${localIds}::bigint[]) and ${MEETING_HELD}`);
  return new Set(held.map(({ id }) => id));
}

/** In the order in which they refer to each other. */
const PARTS = ['transcript_segments', 'meeting_sessions', 'meeting_transitions'];

/** What came of it is forgotten with it, so that it comes again if it should be there again. */
export async function deleteMeetings(
  step: ImportContext,
  gone: readonly Pick<MeetingHere, 'foreignId' | 'localId'>[],
): Promise<void> {
  if (gone.length === 0 || step.dryRun) return;
  const { rows, ledger } = step;
  const ids = gone.map(({ localId }) => localId);
  for (const table of PARTS)
    await rows(sql`delete from ${raw(table)} where meeting_id = any (${ids}::bigint[])`);
  // One in force keeps its meeting: the database refuses what follows.
  await rows(
    sql`delete from legal_holds where meeting_id = any (${ids}::bigint[]) and released_at is not null`,
  );
  await rows(sql`delete from meetings where id = any (${ids}::bigint[])`);
  await rows(sql`
    delete from ${ledger.entries} where source_id = ${ledger.sourceId} and kind = 'meeting'
      and foreign_id = any (${gone.map(({ foreignId }) => foreignId)}::bigint[])`);
  await writeDeletionEvent(step, 'meetings', { count: gone.length, meetingIds: ids });
}
