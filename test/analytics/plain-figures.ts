import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../src/core/app.ts';
import { nowSql } from '../../src/core/clock.ts';
import type { TimeRange } from '../../src/core/time/range.ts';
import { inTimeRange } from '../../src/core/time/range-sql.ts';
import { type Buckets, bucketOf, bucketsOf, type Cut } from '../../src/domain/analytics/buckets.ts';
import type { Metric } from '../../src/domain/analytics/series.ts';
import { STAGE } from '../../src/domain/meetings/stage.ts';
import { holdsSlotSql, isFinalSql } from '../../src/domain/meetings/status.ts';
import {
  ADMISSION_TIME,
  JOIN_TIME,
  TOTAL_DURATION,
} from '../../src/domain/telematics/performance-sql.ts';
import { MEETING_STATS, SUMMED_DURATION } from '../../src/domain/user-stats/meeting-stats.ts';

// Every figure of the installation from the meetings alone, as it is defined: no summary is read.

function slots(app: App, { start, end }: TimeRange): Sql {
  const range = sql`tstzrange(${start}::timestamptz, greatest(${start}::timestamptz, least(${end}::timestamptz, ${nowSql(app.clock)})))`;
  const slot = sql`bot_slot(m.created_at, m.released_at, m.end_time, m.status)`;
  // The last may be open: then it lasts while a bot runs, or until the meeting ended.
  const again = sql`(h.again * tstzrange(null, case when upper_inf(h.again) and not ${holdsSlotSql(sql`m.status`)}
    then coalesce(m.end_time, lower(h.again)) end))`;
  return sql`select m.user_id, lower(${slot} * ${range}) as from_at, upper(${slot} * ${range}) as to_at
    from meetings m where ${slot} && ${range}
    union all select m.user_id, lower(${again} * ${range}), upper(${again} * ${range})
    from meetings m cross join lateral unnest(m.held_again) h(again)
    where m.held_again is not null and ${again} && ${range}`;
}

/** The whole installation in one range. */
export async function plainTotals(app: App, range: TimeRange): Promise<object | undefined> {
  const [totals] = await app.db.rows<object>(sql`
    select ${MEETING_STATS}, count(distinct m.user_id)::int as "activeUsers",
      (select coalesce(sum(r.refused), 0)::int from bot_refusals r where ${inTimeRange(sql`r.quarter`, range)}) as "refusedBots"
    from meetings m where ${inTimeRange(sql`m.created_at`, range)}`);
  return totals;
}

/** Every platform of the range, most used first. */
export function plainPlatforms(app: App, range: TimeRange): Promise<object[]> {
  const ranks = sql`percentile_cont(array[0.5, 0.9, 0.95])`;
  return app.db.rows(sql`
    select m.platform, ${MEETING_STATS},
      ${ranks} within group (order by ${JOIN_TIME}) as "joinTime",
      ${ranks} within group (order by ${ADMISSION_TIME}) as "admissionTime",
      ${ranks} within group (order by ${TOTAL_DURATION}) as duration
    from meetings m where ${inTimeRange(sql`m.created_at`, range)}
    group by m.platform order by count(*) desc, m.platform collate "C"`);
}

/** How the meetings of the range ended, most frequent first. */
export function plainOutcomes(app: App, range: TimeRange): Promise<object[]> {
  return app.db.rows(sql`
    select m.status, ${STAGE} as stage, m.completion_reason as reason, count(*)::int as meetings
    from meetings m
    where ${inTimeRange(sql`m.created_at`, range)} and ${isFinalSql(sql`m.status`)}
    group by 1, 2, 3 order by count(*) desc, m.status collate "C",
      min(${STAGE}) collate "C" nulls first, m.completion_reason collate "C" nulls first`);
}

const RANKINGS = {
  MEETINGS: sql`count(*)`,
  DURATION: sql`coalesce(${SUMMED_DURATION}, 0)`,
  FAILED: sql`count(*) filter (where m.status = 'failed')`,
} as const;

/** The users with the highest figure, and only those with one above 0. */
export function plainTopUsers(
  app: App,
  range: TimeRange,
  by: keyof typeof RANKINGS,
): Promise<object[]> {
  const value = RANKINGS[by];
  return app.db.rows(sql`
    select m.user_id as "userId", (${value})::double precision as value, ${MEETING_STATS}
    from meetings m where ${inTimeRange(sql`m.created_at`, range)}
    group by m.user_id having ${value} > 0
    order by ${value} desc, m.user_id limit 10`);
}
export async function plainConcurrency(app: App, range: TimeRange): Promise<object | undefined> {
  const limit = sql`coalesce(u.max_concurrent_bots, ${app.config.defaultMaxConcurrentBots}::int)`;
  const [concurrency] = await app.db.rows<object>(sql`
    with slot as materialized (${slots(app, range)}),
    turning as materialized (
      select user_id, from_at as at, 1 as change from slot union all select user_id, to_at, -1 from slot
    ),
    fleet as (select at, sum(sum(change)) over (order by at) as bots from turning group by at),
    peak as (select at, bots from fleet order by bots desc, at limit 1),
    spell as (
      select user_id, at, sum(sum(change)) over (partition by user_id order by at) as bots,
        lead(at) over (partition by user_id order by at) as until
      from turning group by user_id, at
    ),
    allowed as materialized (
      select d.user_id, u.most from (select distinct user_id from slot) d
      cross join lateral (select ${limit} as most from users u where u.id = d.user_id offset 0) u
    ),
    full_house as (
      select s.user_id, s.until - s.at as length from spell s join allowed a on a.user_id = s.user_id
      where a.most > 0 and s.bots >= a.most and s.until > s.at
    )
    select coalesce((select bots from peak), 0)::int as peak, (select at from peak where bots > 0) as "peakAt",
      (select coalesce(extract(epoch from sum(to_at - from_at)), 0) from slot)::double precision
        / extract(epoch from ${range.end}::timestamptz - ${range.start}::timestamptz)::double precision as average,
      (select coalesce(extract(epoch from sum(length)), 0) from full_house)::double precision as "timeAtLimit",
      (select count(distinct user_id) from full_house)::int as "usersAtLimit",
      (select coalesce(sum(r.refused), 0) from bot_refusals r where ${inTimeRange(sql`r.quarter`, range)})::int as refused`);
  return concurrency;
}
type Measured = { readonly app: App; readonly range: TimeRange; readonly buckets: Buckets };

const METRICS: Readonly<Record<Metric, (measured: Measured) => Sql>> = {
  MEETINGS: ofMeetings(sql`count(*)`),
  COMPLETED: ofMeetings(sql`count(*) filter (where m.status = 'completed')`),
  FAILED: ofMeetings(sql`count(*) filter (where m.status = 'failed')`),
  ACTIVE_USERS: ofMeetings(sql`count(distinct m.user_id)`),
  DURATION: ofMeetings(SUMMED_DURATION),
  REFUSED: refusals,
  CONCURRENCY: mostAtOnce,
};

export function plainSeries(
  app: App,
  range: TimeRange,
  { metric, ...cut }: Cut & { readonly metric: Metric },
): Promise<object[]> {
  const buckets = bucketsOf(range, cut);
  return app.db.rows(sql`
    with bucket as materialized (select unnest(${buckets.starts}) as start_at),
    measured as (${METRICS[metric]({ app, range, buckets })})
    select b.start_at as start, coalesce(m.value, 0)::double precision as value
    from bucket b left join measured m on m.start_at = b.start_at order by b.start_at`);
}

/** @param value an aggregate over `meetings m`; a meeting counts when it was requested */
function ofMeetings(value: Sql): (measured: Measured) => Sql {
  return ({ range, buckets }) =>
    sql`select ${bucketOf(sql`m.created_at`, buckets)} as start_at, ${value} as value
    from meetings m where ${inTimeRange(sql`m.created_at`, range)} group by 1`;
}

function refusals({ range, buckets }: Measured): Sql {
  return sql`select ${bucketOf(sql`r.quarter`, buckets)} as start_at, sum(r.refused) as value
    from bot_refusals r where ${inTimeRange(sql`r.quarter`, range)} group by 1`;
}

/** The start of a bucket is a turning without a change: what began before it runs on into it. */
function mostAtOnce({ app, range, buckets }: Measured): Sql {
  return sql`select ${bucketOf(sql`at`, buckets)} as start_at, max(bots) as value from (
      select at, sum(sum(change)) over (order by at) as bots from (
        select from_at as at, 1 as change from (${slots(app, range)}) begun
        union all select to_at, -1 from (${slots(app, range)}) ended
        union all select greatest(start_at, ${range.start}::timestamptz), 0 from bucket
      ) turning group by at
    ) spell where at < ${range.end}::timestamptz group by 1`;
}
