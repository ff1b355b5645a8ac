import sql, { type Sql } from 'sql-template-tag';
import { hiddenIds } from '../database/hidden.ts';
import { ACTIVE_FROM, ACTIVE_TO } from './performance-sql.ts';

// Where a segment lies: whole microseconds since the bot became active, from the start of its
// session and its offset. Without a known session the meeting's start stands for it, without that
// the request. What lies outside of the active time is cut off; what ends before it starts has no
// length. Unnamed speech counts as that of one speaker. `offset 0` holds PostgreSQL to one look-up per
// meeting, where it would read the whole table for the sake of many.

const MICROSECONDS = 1_000_000;

/** The meetings, their active time, and the figures that are kept and still true. */
function wanted(ids: readonly bigint[]): Sql {
  return sql`select m.id, m.status, coalesce(f.revision, 0) as revision, f.transcript as kept,
      coalesce(${ACTIVE_FROM}, m.created_at) as origin, coalesce(m.start_time, m.created_at) as fallback,
      (${ACTIVE_FROM}) is not null as is_anchored,
      case when (${ACTIVE_TO}) >= (${ACTIVE_FROM}) then ${microseconds(ACTIVE_FROM, ACTIVE_TO)} end as active
    from meetings m left join lateral (select * from meeting_figures k where k.meeting_id = m.id offset 0) f on true
    where m.id = any(${ids}::bigint[])`;
}

function microseconds(from: Sql, to: Sql): Sql {
  return sql`(extract(epoch from (${to}) - (${from})) * ${MICROSECONDS})::bigint`;
}

/** Where offsets count from; a session without a name stands for all that are not known. */
const BASES = sql`select s.meeting_id, s.session_uid, ${microseconds(sql`w.origin`, sql`s.started_at`)} as base
  from open w cross join lateral (select * from meeting_sessions s where s.meeting_id = w.id offset 0) s`;

const SEGMENTS = sql`select t.id, t.speaker, t.language, t.words, t.ends - t.begins as stated,
    greatest(t.base + t.begins, t.earliest) as from_at, least(t.base + t.ends, t.latest) as to_at
  from (
    select w.id, nullif(btrim(t.speaker), '') collate "C" as speaker, nullif(btrim(t.language), '') collate "C" as language, t.words,
      round(t.start_offset * ${MICROSECONDS})::bigint as begins, round(t.end_offset * ${MICROSECONDS})::bigint as ends,
      coalesce(b.base, w.base) as base, w.earliest, w.active as latest
    from (select *, ${microseconds(sql`origin`, sql`fallback`)} as base, case when is_anchored then 0 end as earliest from open) w
    cross join lateral (select * from transcript_segments s where s.meeting_id = w.id offset 0) t
    left join base b on b.meeting_id = t.meeting_id and b.session_uid = t.session_uid
  ) t`;

/**
 * What each speaker says: spans that meet are one stretch. Spans that are drawn out by a second meet
 * where at most a second lies between them: these are the monologues.
 */
const VOICES = sql`select id, speaker, count(*) as segments, sum(words) as words, sum(stated) as stated,
    range_agg(int8range(from_at, to_at)) filter (where to_at > from_at) as spoken,
    range_agg(int8range(from_at, to_at + ${MICROSECONDS})) filter (where to_at > from_at) as monologues
  from segment group by id, speaker`;

const SPEAKERS = sql`select v.id, v.speaker, v.segments, v.words, v.stated, s.talk, lower(v.spoken) as first_at, upper(v.spoken) as last_at,
    (select coalesce(max(upper(r) - lower(r)) - ${MICROSECONDS}, 0) from unnest(v.monologues) r) as longest
  from voice v cross join lateral (select coalesce(sum(upper(r) - lower(r)), 0) as talk from unnest(v.spoken) r) s`;

const TOTALS = sql`select id, sum(segments) as segments, sum(stated) as stated, sum(words) as words, count(speaker) as speakers,
    coalesce(sum(talk) filter (where speaker is null), 0) as unattributed
  from speaker group by id`;

/**
 * All stretches of a meeting by their start, each with the end of those before it: what begins before
 * that end overlaps. \`twice_until\` is the end of all overlaps before it.
 */
const FLOW = sql`select *, max(case when before > from_at then least(to_at, before) end)
    over (partition by id order by from_at, to_at rows between unbounded preceding and 1 preceding) as twice_until
  from (
    select v.id, lower(r) as from_at, upper(r) as to_at, max(upper(r))
      over (partition by v.id order by lower(r), upper(r) rows between unbounded preceding and 1 preceding) as before
    from voice v cross join lateral unnest(v.spoken) r
  ) stretch`;

/** Time counts once, however many speak: only what lies after all that was counted is added. */
const SPOKEN = sql`select id, min(from_at) as first_at, max(to_at) as last_at, max(from_at - before) as pause,
    sum(greatest(to_at - greatest(from_at, before), 0)) as speech,
    coalesce(sum(greatest(least(to_at, before) - greatest(from_at, twice_until), 0)) filter (where before > from_at), 0) as overlap
  from flow group by id`;

const LANGUAGES = sql`select id, language, segments, coalesce((select sum(upper(r) - lower(r)) from unnest(spoken) r), 0) as spoken
  from (select id, language, count(*) as segments,
      range_agg(int8range(from_at, to_at)) filter (where to_at > from_at) as spoken
    from segment where language is not null group by id, language) l`;

const FIGURES = sql`jsonb_build_object(
    'segments', coalesce(t.segments, 0), 'stated', coalesce(t.stated, 0), 'words', coalesce(t.words, 0),
    'uniqueSpeakers', coalesce(t.speakers, 0), 'unattributed', coalesce(t.unattributed, 0),
    'active', w.active, 'speech', coalesce(s.speech, 0), 'overlap', coalesce(s.overlap, 0),
    'firstAt', case when w.is_anchored then s.first_at end,
    'gap', case when w.active > 0 then coalesce(greatest(s.first_at, s.pause, w.active - s.last_at), w.active) end,
    'speakers', coalesce((select jsonb_agg(jsonb_build_object('speaker', p.speaker, 'segments', p.segments, 'words', p.words,
        'talk', p.talk, 'longest', p.longest, 'firstAt', p.first_at, 'lastAt', p.last_at) order by p.talk desc, p.speaker collate "C")
      from speaker p where p.id = w.id and p.speaker is not null), '[]'),
    'languagesDetected', coalesce((select jsonb_agg(g.language order by g.language collate "C") from language g where g.id = w.id), '[]'),
    'languages', coalesce((select jsonb_agg(jsonb_build_object('language', g.language, 'segments', g.segments, 'spoken', g.spoken)
        order by g.spoken desc, g.language collate "C") from language g where g.id = w.id), '[]'))`;

/** One row per meeting that exists, with its figures as far as they are kept and still true. */
export function keptFigures(ids: readonly bigint[]): Sql {
  return sql`select m.id, f.transcript as figures from meetings m
    left join lateral (select * from meeting_figures k where k.meeting_id = m.id offset 0) f on true
    where m.id = any(${hiddenIds(ids)})`;
}

/** One row per meeting that exists: kept figures as they are, all others computed. Times in microseconds. */
export function transcriptFigures(ids: readonly bigint[]): Sql {
  return sql`with wanted as materialized (${wanted(ids)}),
    open as materialized (select * from wanted where kept is null),
    base as materialized (${BASES}), segment as materialized (${SEGMENTS}),
    voice as materialized (${VOICES}), speaker as materialized (${SPEAKERS}), total as (${TOTALS}),
    flow as (${FLOW}), spoken as (${SPOKEN}), language as materialized (${LANGUAGES})
  select w.id, w.revision, w.kept is null and w.status in ('completed', 'failed') as "isNew",
    coalesce(w.kept, ${FIGURES}) as figures
  from wanted w left join total t on t.id = w.id left join spoken s on s.id = w.id`;
}
