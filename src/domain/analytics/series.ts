import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { TimeRange } from '../../core/time/range.ts';
import { inTimeRange } from '../../core/time/range-sql.ts';
import { SUMMED_DURATION } from '../user-stats/meeting-stats.ts';
import { learnBuckets } from './bucket-starts.ts';
import { type Buckets, bucketOf, bucketsOf, type Cut, checkPoints } from './buckets.ts';
import { slots } from './concurrency.ts';

/** What can be drawn over time. */
export const METRICS = [
  'MEETINGS',
  'COMPLETED',
  'FAILED',
  'ACTIVE_USERS',
  'DURATION',
  'REFUSED',
  'CONCURRENCY',
] as const;
export type Metric = (typeof METRICS)[number];

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
    measured as (${measured(app, range, buckets, metric)})
    select b.start_at as start, coalesce(m.value, 0)::double precision as value
    from bucket b left join measured m on m.start_at = b.start_at order by b.start_at`);
}

const COUNTS: Readonly<Record<Exclude<Metric, 'REFUSED' | 'CONCURRENCY'>, Sql>> = {
  MEETINGS: sql`count(*)`,
  COMPLETED: sql`count(*) filter (where m.status = 'completed')`,
  FAILED: sql`count(*) filter (where m.status = 'failed')`,
  ACTIVE_USERS: sql`count(distinct m.user_id)`,
  DURATION: SUMMED_DURATION,
};

function measured(app: App, range: TimeRange, buckets: Buckets, metric: Metric): Sql {
  if (metric === 'CONCURRENCY') return mostAtOnce(app, range, buckets);
  if (metric === 'REFUSED') {
    return sql`select ${bucketOf(sql`r.quarter`, buckets)} as start_at, sum(r.refused) as value
      from bot_refusals r where ${inTimeRange(sql`r.quarter`, range)} group by 1`;
  }
  return sql`select ${bucketOf(sql`m.created_at`, buckets)} as start_at, ${COUNTS[metric]} as value
    from meetings m where ${inTimeRange(sql`m.created_at`, range)} group by 1`;
}

/** The start of a bucket is a turning without a change: what began before it runs on into it. */
function mostAtOnce(app: App, range: TimeRange, buckets: Buckets): Sql {
  return sql`select ${bucketOf(sql`at`, buckets)} as start_at, max(bots) as value from (
      select at, sum(sum(change)) over (order by at) as bots from (
        select from_at as at, 1 as change from (${slots(app, range)}) begun
        union all select to_at, -1 from (${slots(app, range)}) ended
        union all select greatest(start_at, ${range.start}::timestamptz), 0 from bucket
      ) turning group by at
    ) spell where at < ${range.end}::timestamptz group by 1`;
}
