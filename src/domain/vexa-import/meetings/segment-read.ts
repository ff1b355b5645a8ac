import sql, { raw, type Sql } from 'sql-template-tag';
import { inIdRange, type Reader } from '../source/batches.ts';
import type { ForeignSegment } from '../source/foreign-segment.ts';
import { column, type Shape, timestampColumn } from '../source/shape.ts';
import { type Anchors, anchorsThere } from './clock-times.ts';

export type SegmentBatch = {
  readonly segments: readonly ForeignSegment[];
  /** Of segments whose times are those of the clock: what their offsets would count from there. */
  readonly anchors: Anchors;
};

export const readSegments: Reader<SegmentBatch> = async (ask, shape, range) => {
  const of = (name: string) => column(shape, 'transcriptions', name);
  const segments = await ask<ForeignSegment>(sql`
    select t.id::text as id, t.meeting_id::text as "meetingId", ${of('session_uid')} as "sessionUid",
      ${segmentIdThere(shape)} as "segmentId",
      ${seconds(shape, 'start_time')} as start, ${seconds(shape, 'end_time')} as "end",
      t.text, ${of('speaker')} as speaker, ${of('language')} as language,
      ${timestampColumn(shape, 'transcriptions', 'created_at')} as "createdAt"
    from transcriptions t where ${inIdRange(range)} order by t.id`);
  return { segments, anchors: await anchorsThere(ask, shape, { range, segments }) };
};

/** A segment without an id of its own is known by the number of its row. */
export function segmentIdThere(shape: Shape): Sql {
  return sql`coalesce(${column(shape, 'transcriptions', 'segment_id')}, 'import:' || t.id)`;
}

/** Offsets of up to 30 years, and times of the clock in seconds or, from 2001 on, in milliseconds. */
function seconds(shape: Shape, name: string): Sql {
  const number = numberIn(shape, name);
  return sql`case when ${number} >= -1e9 and ${number} < 1e10 then ${number}
    when ${number} >= 1e12 and ${number} < 1e13 then ${number} / 1000 end`;
}

/** Vexa has numbers there; who changed the column may have texts. */
function numberIn(shape: Shape, name: string): Sql {
  const value = raw(`t."${name}"`);
  const isText = /^(text|character)/.test(
    shape.columns.get('transcriptions')?.get(name)?.type ?? '',
  );
  return isText
    ? sql`(case when ${value} ~ '^-?[0-9]{1,15}([.][0-9]{1,15})?$' then ${value}::float8 end)`
    : sql`${value}::float8`;
}
