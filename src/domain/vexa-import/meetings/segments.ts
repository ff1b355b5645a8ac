import sql, { empty, type Sql } from 'sql-template-tag';
import type { ForeignSegment } from '../source/foreign-segment.ts';
import { countDecided, type Decided, oneByOne, withMeeting } from '../stage/children.ts';
import { rowsWithoutKeys } from '../stage/row-secrets.ts';
import type { ImportContext, Stage } from '../stage/stage.ts';
import { withOffsets } from './clock-times.ts';
import { hasOldSegments } from './old-meetings.ts';
import { readSegments, type SegmentBatch } from './segment-read.ts';

const TEXTS = ['text', 'speaker', 'language', 'sessionUid', 'segmentId'] as const;

export const segmentStage: Stage<SegmentBatch> = {
  table: 'segments',
  from: { name: 'transcriptions', batchSize: 2_000, bulk: 'text' },
  into: null,
  read: readSegments,
  take: async (step, { segments: read, anchors }) => {
    const kept = rowsWithoutKeys(step, read, { table: 'segments', names: TEXTS });
    const batch = await withOffsets(step, kept, anchors);
    countDecided(step, 'segments', await step.rows<Decided>(statement(step, batch)));
  },
};

const RECORDS = sql`as x(id bigint, "meetingId" bigint, "sessionUid" text, "segmentId" text,
  start double precision, "end" double precision, text text, speaker text, language text,
  "createdAt" timestamptz(3))`;

const CHANGED = sql`(s.session_uid, s.start_offset, s.end_offset, s.text, s.speaker, s.language)
  is distinct from`;

function statement(step: ImportContext, batch: readonly ForeignSegment[]): Sql {
  const { ledger, dryRun } = step;
  const written = sql`, written as (
    insert into transcript_segments as s (meeting_id, user_id, session_uid, segment_id, start_offset,
      end_offset, text, speaker, language, created_at)
    select m.id, m.user_id, d."sessionUid", d."segmentId", d.start, d."end", d.text, d.speaker,
      d.language, coalesce(d."createdAt", v.started_at, m.created_at)
    from decided d
      join ${oneByOne(sql`select o.* from meetings o where o.id = d."localId"`)} m on true
      left join ${oneByOne(sql`select o.started_at from meeting_sessions o
        where o.meeting_id = m.id and o.session_uid = d."sessionUid"`)} v on true
    where d.fate in ('fresh', 'changed') order by d."localId", d.id
    on conflict (meeting_id, segment_id) where segment_id is not null do update
      set session_uid = excluded.session_uid, start_offset = excluded.start_offset,
        end_offset = excluded.end_offset, text = excluded.text, speaker = excluded.speaker,
        language = excluded.language
      where ${CHANGED} (excluded.session_uid, excluded.start_offset, excluded.end_offset,
        excluded.text, excluded.speaker, excluded.language))`;
  return sql`
    with decided as (
      select x.*, r.local_id as "localId",
        case when r.local_id is null then 'orphan'
          when ${hasOldSegments(step)} then 'old'
          when x.start is null or x."end" is null then 'unusable'
          when row_number() over (partition by r.local_id, x."segmentId" order by x.id) > 1 then 'double'
          when s.id is null then 'fresh'
          when ${CHANGED} (x."sessionUid", x.start, x."end", x.text, x.speaker, x.language)
          then 'changed' else 'same' end as fate
      from json_to_recordset(${JSON.stringify(batch)}::json) ${RECORDS}
        ${withMeeting(ledger)}
        left join ${oneByOne(sql`select o.* from transcript_segments o
          where o.meeting_id = r.local_id and o.segment_id = x."segmentId"`)} s on true
    )${dryRun ? empty : written}
    select fate, count(*)::int as count, (array_agg(id::text order by id))[1:10] as examples
    from decided group by fate`;
}
