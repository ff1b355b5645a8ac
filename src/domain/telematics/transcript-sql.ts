import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { opaqueIds } from '../../data/sql/opaque.ts';
import { ACTIVE_FROM } from '../meetings/stage.ts';
import { isFinalSql } from '../meetings/status.ts';
import { ACTIVE_INTERVAL, STRETCHES } from './performance-sql.ts';
import { DEFINITION, FIGURES } from './transcript-figures.ts';

// Times become whole microseconds since the bot became active. `offset 0` holds PostgreSQL to one
// look-up per meeting, where it would read the whole table for the sake of many. The segments are
// handed on as they are: they are gone through once, in one order, for all figures
// (transcript-figures.ts), while SQL needs a sort and several passes for each kind of figure.

/**
 * The kept figures of `k`, where they are of the present definition and complete, or where the segments are
 * gone. As `json`: these are our own numbers, which need no look for those that JavaScript does not have.
 */
const KEPT = sql`case when k.segments_removed_at is not null
  then (k.transcript || jsonb_build_object('removedAt', k.segments_removed_at))::json
  when k.transcript ->> 'definition' = ${raw(`'${DEFINITION}'`)} and k.transcript ?& ${raw(`array['${FIGURES.join("','")}']`)} then k.transcript::json end`;

function microseconds(interval: Sql): Sql {
  return sql`(extract(epoch from ${interval}) * 1000000)::bigint`;
}

/** From the beginning of the active time, as far as that is known. */
function sinceActive(instant: Sql): Sql {
  return microseconds(sql`(${instant}) - coalesce(${ACTIVE_FROM}, m.created_at)`);
}

/** The stretches of a continued meeting as pairs; the end of one that goes on is null. */
const INTERVALS = sql`case when m.active_stretches is not null then (
  select coalesce(json_agg(json_build_array(${sinceActive(sql`lower(s)`)}, ${sinceActive(sql`upper(s)`)}) order by lower(s)), '[]')
  from unnest(${STRETCHES}) s) end`;

const BASES = sql`(select coalesce(json_agg(json_build_array(b.session_uid, ${sinceActive(sql`b.started_at`)})), '[]')
  from meeting_sessions b where b.meeting_id = m.id)`;

/** What one speaker said in one language and session, its offsets as they are stored. */
function groups(limit: Sql): Sql {
  return sql`select s.session_uid, s.speaker, s.language, count(*) as segments, sum(s.words) as words,
      array_agg(s.start_offset) as begins, array_agg(s.end_offset) as ends
    from (select * from transcript_segments s where s.meeting_id = m.id ${limit}) s
    group by s.session_uid, s.speaker, s.language`;
}

const TRANSCRIPT = sql`json_build_object('active', ${microseconds(ACTIVE_INTERVAL)}, 'isAnchored', (${ACTIVE_FROM}) is not null,
  'stretches', ${INTERVALS}, 'bases', ${BASES}, 'fallback', ${sinceActive(sql`coalesce(m.start_time, m.created_at)`)},
  'groups', coalesce(json_agg(json_build_array(p.session_uid, nullif(btrim(p.speaker), ''), nullif(btrim(p.language), ''),
    p.words, p.begins, p.ends)), '[]'))`;

/**
 * One row per meeting that exists: its figures where they are kept and still true, else what they are
 * computed from.
 * @param most of a transcript with more segments neither is read
 */
export function transcripts(ids: readonly bigint[], most?: number): Sql {
  const limit = most === undefined ? empty : sql`limit ${most}::int + 1`;
  const isShort =
    most === undefined ? empty : sql`having coalesce(sum(p.segments), 0) <= ${most}::int`;
  return sql`
    select m.id, coalesce(f.revision, 0) as revision, ${isFinalSql(sql`m.status`)} as "isFinal", f.figures,
      case when f.figures is null then (
        select ${TRANSCRIPT} from (${groups(limit)}) p ${isShort}) end as transcript
    from meetings m
    left join lateral (select k.revision, ${KEPT} as figures from meeting_figures k where k.meeting_id = m.id offset 0) f on true
    where m.id = any(${opaqueIds(ids)})`;
}
