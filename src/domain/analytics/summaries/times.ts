import sql from 'sql-template-tag';
import { ADMISSION_TIME, JOIN_TIME, TOTAL_DURATION } from '../../telematics/performance-sql.ts';
import { IN_PIECES } from './coverage.ts';

/** Every known time of the meetings in the pieces: rows `(platform, metric, seconds)`. */
const MEASUREMENTS = sql`select m.platform, t.metric, t.seconds ${IN_PIECES}
  cross join lateral (values ('join_time', ${JOIN_TIME}), ('admission_time', ${ADMISSION_TIME}),
    ('duration', ${TOTAL_DURATION})) t(metric, seconds)
  where t.seconds is not null`;

/** The same by bucket: rows `(platform, metric, bucket, measured, seconds, counts)`. */
export const BUCKETED_TIMES = sql`select platform, metric, time_bucket(seconds) as bucket,
    sum(times)::int as measured, array_agg(seconds order by seconds) as seconds, array_agg(times order by seconds) as counts
  from (select platform, metric, seconds, count(*)::int as times from (${MEASUREMENTS}) t group by 1, 2, 3) value
  group by 1, 2, 3`;

const RANKS = sql`array[0.5, 0.9, 0.95]::double precision[]`;

/**
 * The percentiles of each platform and metric: rows `(platform, metric, percentiles)`, exactly as
 * `percentile_cont` would have them. The counts of the buckets say in which ones they lie, and only the
 * values of those are unpacked. It needs the CTEs of `coverage` and `USED_PERIODS`.
 */
export const PERCENTILES = sql`with piece_times as materialized (${BUCKETED_TIMES}),
  bucket as (
    select platform, metric, bucket, sum(measured) as measured,
      sum(sum(measured)) over (partition by platform, metric order by bucket) as through,
      sum(sum(measured)) over (partition by platform, metric) as total
    from (
      select s.platform, s.metric, s.bucket, s.measured
      from used u cross join lateral (
        select s.platform, s.metric, s.bucket, s.measured from summary_times s
        where s.is_month = u.is_month and s.start = u.start offset 0) s
      union all select platform, metric, bucket, measured from piece_times
    ) part group by 1, 2, 3
  ),
  wanted as materialized (
    select b.platform, b.metric, b.bucket, b.through - b.measured as before, r.rank, r.rank * (b.total - 1) as place
    from bucket b cross join unnest(${RANKS}) r(rank)
    where floor(r.rank * (b.total - 1)) < b.through and ceil(r.rank * (b.total - 1)) >= b.through - b.measured
  ),
  holder as materialized (select distinct platform, metric, bucket, before from wanted),
  holding as (
    select h.*, s.seconds, s.counts from holder h cross join used u cross join lateral (
      select s.seconds, s.counts from summary_times s where s.is_month = u.is_month and s.start = u.start
        and s.platform = h.platform and s.metric = h.metric and s.bucket = h.bucket offset 0) s
    union all select h.*, t.seconds, t.counts from holder h join piece_times t using (platform, metric, bucket)
  ),
  value as materialized (
    select h.platform, h.metric, v.seconds, sum(v.times) as times,
      h.before + sum(sum(v.times)) over (partition by h.platform, h.metric, h.bucket order by v.seconds) as through
    from holding h cross join lateral unnest(h.seconds, h.counts) v(seconds, times)
    group by h.platform, h.metric, h.bucket, h.before, v.seconds
  ),
  rank as (
    select w.platform, w.metric, w.rank, w.place - floor(w.place) as part,
      min(v.seconds) as low, max(v.seconds) as high
    from (select distinct platform, metric, rank, place from wanted) w join value v using (platform, metric)
    where floor(w.place) < v.through and ceil(w.place) >= v.through - v.times
    group by 1, 2, 3, 4
  )
  select platform, metric, array_agg(low + part * (high - low) order by rank) as percentiles from rank group by 1, 2`;
