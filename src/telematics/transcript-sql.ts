import sql, { type Sql } from 'sql-template-tag';
import { ACTIVE_FROM, ACTIVE_TO } from './performance-sql.ts';

// Where a segment lies: whole microseconds since the bot became active, from the start of its
// session and its offset. Without a known session the meeting's start stands for it, without that
// the request. What lies outside of the active time is cut off; what ends before it starts has no
// length. Unnamed speech counts as that of one speaker.

const MICROSECONDS = 1_000_000;

/** The meetings, their active time, and the figures that are kept and still true. */
function wanted(ids: readonly bigint[]): Sql {
  return sql`select m.id, m.status, coalesce(f.revision, 0) as revision, f.transcript as kept,
      coalesce(${ACTIVE_FROM}, m.created_at) as origin, coalesce(m.start_time, m.created_at) as fallback,
      (${ACTIVE_FROM}) is not null as is_anchored,
      case when (${ACTIVE_TO}) >= (${ACTIVE_FROM})
        then (extract(epoch from (${ACTIVE_TO}) - (${ACTIVE_FROM})) * ${MICROSECONDS})::bigint end as active
    from meetings m left join meeting_figures f on f.meeting_id = m.id
    where m.id = any(${ids}::bigint[])`;
}

const SEGMENTS = sql`select w.id, nullif(btrim(t.speaker), '') as speaker, nullif(btrim(t.language), '') as language,
    t.words, round((t.end_offset - t.start_offset) * ${MICROSECONDS})::bigint as stated,
    greatest(p.from_at, case when w.is_anchored then 0 end) as from_at, least(p.to_at, w.active) as to_at
  from open w
  join transcript_segments t on t.meeting_id = w.id
  left join session s on s.meeting_id = t.meeting_id and s.session_uid = t.session_uid
  cross join lateral (select
    round((extract(epoch from coalesce(s.started_at, w.fallback) - w.origin)::double precision + t.start_offset) * ${MICROSECONDS})::bigint as from_at,
    round((extract(epoch from coalesce(s.started_at, w.fallback) - w.origin)::double precision + t.end_offset) * ${MICROSECONDS})::bigint as to_at
  ) p`;

/** What all segments of a meeting add up to, wherever they lie. */
const TOTALS = sql`select id, count(*) as segments, sum(stated) as stated, sum(words) as words,
    count(distinct speaker) as speakers,
    coalesce(jsonb_agg(distinct language) filter (where language is not null), '[]') as languages
  from segment group by id`;

/** The stretches in which each speaker speaks: spans of one speaker that meet are one. */
const VOICES = sql`select id, speaker, count(*) as segments, sum(words) as words,
    range_agg(int8range(from_at, to_at)) filter (where to_at > from_at) as spoken
  from segment group by id, speaker`;

const STRETCHES = sql`select v.id, v.speaker, lower(r) as from_at, upper(r) as to_at
  from voice v cross join lateral unnest(v.spoken) r`;

/** One speaker's stretches that are at most a second apart are one monologue. */
const MONOLOGUES = sql`select id, speaker, max(to_at) - min(from_at) as length
  from (
    select *, count(*) filter (where is_first) over (partition by id, speaker order by from_at) as place
    from (
      select *, from_at - lag(to_at) over (partition by id, speaker order by from_at) > ${MICROSECONDS} as is_first
      from stretch
    ) paused
  ) placed group by id, speaker, place`;

const SPEAKERS = sql`select v.id, v.speaker, v.segments, v.words, coalesce(s.talk, 0) as talk,
    coalesce(l.longest, 0) as longest, s.first_at, s.last_at
  from voice v
  left join (select id, speaker, sum(to_at - from_at) as talk, min(from_at) as first_at, max(to_at) as last_at
    from stretch group by id, speaker) s on s.id = v.id and s.speaker is not distinct from v.speaker
  left join (select id, speaker, max(length) as longest from monologue group by id, speaker) l
    on l.id = v.id and l.speaker is not distinct from v.speaker`;

const SPEECH = sql`select id, range_agg(int8range(from_at, to_at)) as spoken, min(from_at) as first_at
  from stretch group by id`;

const SPOKEN = sql`select s.id, (select sum(upper(r) - lower(r)) from unnest(s.spoken) r) as speech, s.first_at,
    case when w.active > 0 then (select coalesce(max(upper(g) - lower(g)), 0)
      from unnest(int8multirange(int8range(0, w.active)) - s.spoken) g) end as gap
  from speech s join open w on w.id = s.id`;

/** How many speak at each moment; more than one is overlap, counted once however many they are. */
const OVERLAPS = sql`select id, sum(until - at) as overlap
  from (
    select id, at, sum(change) over (partition by id order by at) as voices, lead(at) over (partition by id order by at) as until
    from (select id, at, sum(change) as change
      from (select id, from_at as at, 1 as change from stretch union all select id, to_at, -1 from stretch) e
      group by id, at) turning
  ) spell where voices > 1 group by id`;

const LANGUAGES = sql`select id, language, segments, coalesce((select sum(upper(r) - lower(r)) from unnest(spoken) r), 0) as spoken
  from (select id, language, count(*) as segments,
      range_agg(int8range(from_at, to_at)) filter (where to_at > from_at) as spoken
    from segment where language is not null group by id, language) l`;

const FIGURES = sql`jsonb_build_object(
    'segments', coalesce(t.segments, 0), 'stated', coalesce(t.stated, 0), 'words', coalesce(t.words, 0),
    'uniqueSpeakers', coalesce(t.speakers, 0), 'languagesDetected', coalesce(t.languages, '[]'),
    'active', w.active, 'speech', coalesce(s.speech, 0), 'overlap', coalesce(o.overlap, 0),
    'unattributed', coalesce(u.talk, 0), 'firstAt', case when w.is_anchored then s.first_at end,
    'gap', case when w.active > 0 then coalesce(s.gap, w.active) end,
    'speakers', coalesce((select jsonb_agg(jsonb_build_object('speaker', p.speaker, 'segments', p.segments, 'words', p.words,
        'talk', p.talk, 'longest', p.longest, 'firstAt', p.first_at, 'lastAt', p.last_at) order by p.talk desc, p.speaker collate "C")
      from speaker p where p.id = w.id and p.speaker is not null), '[]'),
    'languages', coalesce((select jsonb_agg(jsonb_build_object('language', g.language, 'segments', g.segments, 'spoken', g.spoken)
        order by g.spoken desc, g.language collate "C") from language g where g.id = w.id), '[]'))`;

/** One row per meeting that exists: kept figures as they are, all others computed. Times in microseconds. */
export function transcriptFigures(ids: readonly bigint[]): Sql {
  return sql`with wanted as materialized (${wanted(ids)}),
    open as materialized (select * from wanted where kept is null),
    session as materialized (select s.meeting_id, s.session_uid, s.started_at
      from open w join meeting_sessions s on s.meeting_id = w.id),
    segment as materialized (${SEGMENTS}),
    total as (${TOTALS}), voice as materialized (${VOICES}), stretch as materialized (${STRETCHES}),
    monologue as (${MONOLOGUES}), speaker as materialized (${SPEAKERS}), speech as (${SPEECH}),
    spoken as (${SPOKEN}), overlap as (${OVERLAPS}), language as materialized (${LANGUAGES})
  select w.id, w.revision, w.kept is null and w.status in ('completed', 'failed') as "isNew",
    coalesce(w.kept, ${FIGURES}) as figures
  from wanted w
  left join total t on t.id = w.id
  left join spoken s on s.id = w.id
  left join overlap o on o.id = w.id
  left join speaker u on u.id = w.id and u.speaker is null`;
}
