import sql, { type Sql } from 'sql-template-tag';
import type { Id } from '../source/batches.ts';
import type { Shape } from '../source/shape.ts';
import type { QuerySource } from '../source/source.ts';
import { oneByOne } from '../stage/children.ts';
import { segmentIdThere } from './segment-read.ts';

/** What there is of a meeting there. */
export type MeetingThere = {
  readonly id: Id;
  /** Whether somebody deleted what was said in it: 0.6 to 0.10 mark it in one way, 0.12 in another. */
  readonly isRedacted: boolean;
  readonly fingerprint: string;
};

/**
 * Tells one set of segments from another in most cases. Where two servers compute it differently, or a
 * segment was skipped, it differs for the same set: whoever compares looks closer then.
 */
export function segmentsFingerprint(segmentId: Sql): Sql {
  return sql`count(*) || ' ' || coalesce(sum(hashtext((${segmentId})::text)), 0)`;
}

export async function meetingsThere(
  query: QuerySource,
  shape: Shape,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, MeetingThere>> {
  const found = await query<MeetingThere>(sql`
    select m.id::text as id, s.fingerprint,
      m.data::jsonb -> 'redacted' = 'true'
        or coalesce(m.data::jsonb #>> '{artifact_deletion,state}', case when jsonb_typeof(m.data::jsonb -> 'artifact_deletion') = 'object' then 'completed' end, '') = 'completed' as "isRedacted"
    from meetings m left join ${oneByOne(sql`select ${segmentsFingerprint(segmentIdThere(shape))} as fingerprint
      from transcriptions t where t.meeting_id = m.id`)} s on true
    where m.id = any (${ids}::bigint[])`);
  return new Map(found.map((meeting) => [meeting.id, meeting]));
}

export async function segmentIdsThere(query: QuerySource, shape: Shape, id: Id): Promise<string[]> {
  const found = await query<{ readonly segmentId: string }>(sql`
    select ${segmentIdThere(shape)} as "segmentId" from transcriptions t where t.meeting_id = ${id}::bigint`);
  return found.map(({ segmentId }) => segmentId);
}
