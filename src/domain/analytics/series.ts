import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { TimeRange } from '../../core/time/range.ts';
import { inTimeRange } from '../../core/time/range-sql.ts';
import { SUMMED_DURATION } from '../user-stats/meeting-stats.ts';
import { learnBuckets } from './bucket-starts.ts';
import { type Buckets, bucketOf, bucketsOf, type Cut, checkPoints } from './buckets.ts';
import { slots } from './concurrency.ts';

type Measured = { readonly app: App; readonly range: TimeRange; readonly buckets: Buckets };

type MetricDefinition = {
  /** What the schema says of it. */
  readonly description: string;
  /** A statement with one row per bucket that is not empty: `start_at` and `value`. */
  readonly values: (measured: Measured) => Sql;
};

/** What can be charted over time. To add a figure, add it here: the schema follows. */
export const METRICS = {
  MEETINGS: { description: 'Meetings requested.', values: ofMeetings(sql`count(*)`) },
  COMPLETED: {
    description: 'Those that are COMPLETED by now.',
    values: ofMeetings(sql`count(*) filter (where m.status = 'completed')`),
  },
  FAILED: {
    description: 'Those that are FAILED by now.',
    values: ofMeetings(sql`count(*) filter (where m.status = 'failed')`),
  },
  ACTIVE_USERS: {
    description: 'Users who requested a meeting.',
    values: ofMeetings(sql`count(distinct m.user_id)`),
  },
  DURATION: {
    description: 'Seconds from `startTime` to `endTime` of those that are COMPLETED.',
    values: ofMeetings(SUMMED_DURATION),
  },
  REFUSED: {
    description: 'Bots refused because the user was at its limit.',
    values: refusals,
  },
  CONCURRENCY: {
    description: 'The peak number of bots that held a slot at the same time.',
    values: mostAtOnce,
  },
} satisfies Readonly<Record<string, MetricDefinition>>;

export type Metric = keyof typeof METRICS;

export type SeriesPoint = { readonly start: Date; readonly value: number };

/**
 * One figure over time, a point per bucket, zeros included.
 * @throws InvalidInputError when there would be too many points
 */
export async function readSeries(
  app: App,
  range: TimeRange,
  { metric, ...cut }: Cut & { readonly metric: Metric },
): Promise<SeriesPoint[]> {
  checkPoints(cut.bucket, range);
  await learnBuckets(range, cut);
  const buckets = bucketsOf(range, cut);
  return await app.db.wideRows(sql`
    with bucket as materialized (select unnest(${buckets.starts}) as start_at),
    measured as (${METRICS[metric].values({ app, range, buckets })})
    select b.start_at as start, coalesce(m.value, 0)::double precision as value
    from bucket b left join measured m on m.start_at = b.start_at order by b.start_at`);
}

/** @param value an aggregate over `meetings m`; a meeting counts when it was requested */
function ofMeetings(value: Sql): MetricDefinition['values'] {
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
