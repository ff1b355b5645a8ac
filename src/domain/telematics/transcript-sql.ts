import sql, { raw, type Sql } from 'sql-template-tag';
import { opaqueIds } from '../../data/sql/opaque.ts';
import { ACTIVE_FROM } from '../meetings/stage.ts';
import { isFinalSql } from '../meetings/status.ts';
import { ACTIVE_INTERVAL, STRETCHES } from './performance-sql.ts';
import { DEFINITION, FIGURES } from './transcript-figures.ts';

// Offsets become whole microseconds since the bot became active. `offset 0` holds PostgreSQL to one
// look-up per meeting, where it would read the whole table for the sake of many. The lists are handed
// on as they are: they are gone through once, in one order, for all figures (transcript.ts), while
// SQL needs a sort and several passes for each kind of figure.

const MICROSECONDS = 1_000_000;

/**
 * The kept figures of `f`, where they are of the present definition and complete. As `json`: these are
 * our own numbers, which need no look for those that JavaScript does not have.
 */
const KEPT = sql`case when f.transcript ->> 'definition' = ${raw(`'${DEFINITION}'`)} and f.transcript ?& ${raw(`array['${FIGURES.join("','")}']`)} then f.transcript::json end`;

/** The meetings, their active time, and the figures that are kept and still true. */
function wanted(ids: readonly bigint[]): Sql {
  return sql`select m.id, m.status, coalesce(f.revision, 0) as revision, ${KEPT} as kept,
      coalesce(${ACTIVE_FROM}, m.created_at) as origin, coalesce(m.start_time, m.created_at) as fallback,
      (${ACTIVE_FROM}) is not null as is_anchored,
      ${inMicroseconds(ACTIVE_INTERVAL)} as active, case when m.active_stretches is not null then ${STRETCHES} end as stretches
    from meetings m left join lateral (select * from meeting_figures k where k.meeting_id = m.id offset 0) f on true
    where m.id = any(${ids}::bigint[])`;
}

function microseconds(from: Sql, to: Sql): Sql {
  return inMicroseconds(sql`(${to}) - (${from})`);
}

function inMicroseconds(interval: Sql): Sql {
  return sql`(extract(epoch from ${interval}) * ${MICROSECONDS})::bigint`;
}

/** The stretches of a continued meeting as pairs; the end of one that goes on is null. */
const INTERVAL_LIST = sql`(select json_agg(json_build_array(${microseconds(sql`w.origin`, sql`lower(s)`)}, ${microseconds(sql`w.origin`, sql`upper(s)`)}) order by lower(s))
    from unnest(w.stretches) s)`;

/**
 * What one speaker said in one language and one session: sums, and in two lists where the segments
 * that have a length begin and end, in microseconds from where that session's offsets count.
 */
const PARCELS = sql`select t.session_uid, t.speaker, t.language, count(*) as segments, sum(t.words) as words, sum(t.ends - t.begins) as stated,
    array_agg(t.begins) filter (where t.ends > t.begins) as begins, array_agg(t.ends) filter (where t.ends > t.begins) as ends
  from (
    select s.session_uid, nullif(btrim(s.speaker), '') as speaker, nullif(btrim(s.language), '') as language, s.words,
      round(s.start_offset * ${MICROSECONDS})::bigint as begins, round(s.end_offset * ${MICROSECONDS})::bigint as ends
    from transcript_segments s where s.meeting_id = w.id offset 0
  ) t group by t.session_uid, t.speaker, t.language`;

/** A session without a name stands for all that are not known: the meeting's own start does then. */
const TRANSCRIPT = sql`json_build_object('active', w.active, 'isAnchored', w.is_anchored,
    'stretches', case when w.stretches is not null then coalesce(${INTERVAL_LIST}, '[]') end, 'parcels', (
    select coalesce(json_agg(json_build_object('speaker', p.speaker, 'language', p.language, 'segments', p.segments, 'words', p.words,
      'stated', p.stated, 'base', ${microseconds(sql`w.origin`, sql`coalesce(b.started_at, w.fallback)`)},
      'begins', coalesce(p.begins, '{}'), 'ends', coalesce(p.ends, '{}'))), '[]')
    from (${PARCELS}) p left join lateral (
      select s.started_at from meeting_sessions s where s.meeting_id = w.id and s.session_uid = p.session_uid offset 0) b on true))`;

/** One row per meeting that exists, with its figures as far as they are kept and still true. */
export function storedFigures(ids: readonly bigint[]): Sql {
  return sql`select m.id, ${KEPT} as figures from meetings m
    left join lateral (select * from meeting_figures k where k.meeting_id = m.id offset 0) f on true
    where m.id = any(${opaqueIds(ids)})`;
}

/** One row per meeting that exists: its figures where they are kept, else what they are computed from. */
export function transcripts(ids: readonly bigint[]): Sql {
  return sql`with wanted as materialized (${wanted(ids)})
  select w.id, w.revision, ${isFinalSql(sql`w.status`)} as "isFinal", w.kept as figures,
    case when w.kept is null then ${TRANSCRIPT} end as transcript
  from wanted w`;
}
