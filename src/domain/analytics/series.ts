import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import type { TimeRange } from '../../core/time/range.ts';
import { inTimeRange } from '../../core/time/range-sql.ts';
import { learnBuckets } from './bucket-starts.ts';
import {
  type Buckets,
  bucketOf,
  bucketsOf,
  type Cell,
  type Cut,
  checkPoints,
  cutCells,
} from './buckets.ts';
import { countActiveUsers } from './summaries/active-users.ts';
import { coverage, IN_PIECES, inSummarisedCells } from './summaries/coverage.ts';
import { slotsInPieces, TURNINGS } from './summaries/slots.ts';
import { DURATION_OF_SUMS, SUM_COLUMNS, SUMS } from './summaries/sums.ts';

type Measured = { readonly app: App; readonly range: TimeRange; readonly buckets: Buckets };

type MetricDefinition = {
  /** What the schema says of it. */
  readonly description: string;
  /** A statement with one row per bucket that is not empty: `start_at` and `value`. */
  readonly values: (measured: Measured) => Sql;
  /** What its summaries are of; default: a quarter of an hour. */
  readonly cell?: Cell;
};

/** What can be charted over time. To add a figure, add it here: the schema follows. */
export const METRICS = {
  MEETINGS: { description: 'Meetings requested.', values: ofMeetings(sql`sum(s.meetings)`) },
  COMPLETED: {
    description: 'Those that are COMPLETED by now.',
    values: ofMeetings(sql`sum(s.completed)`),
  },
  FAILED: {
    description: 'Those that are FAILED by now.',
    values: ofMeetings(sql`sum(s.failed)`),
  },
  ACTIVE_USERS: {
    description: 'Users who requested a meeting.',
    values: ({ buckets }) => countActiveUsers((at) => bucketOf(at, buckets)),
    cell: 'hour',
  },
  DURATION: {
    description: 'Seconds from `startTime` to `endTime` of those that are COMPLETED.',
    values: ofMeetings(DURATION_OF_SUMS),
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
  const { values, cell = 'quarter' }: MetricDefinition = METRICS[metric];
  const cuts = cutCells(range, buckets.startTimes, cell);
  return await app.db.wideRows(sql`
    with ${coverage(app, range, cuts)},
    bucket as materialized (select start_at, lead(start_at, 1, 'infinity') over (order by start_at) as until from unnest(${buckets.starts}) start_at),
    measured as (${values({ app, range, buckets })})
    select b.start_at as start, coalesce(m.value, 0)::double precision as value
    from bucket b left join measured m on m.start_at = b.start_at order by b.start_at`);
}

/** @param value an aggregate over sums; a meeting counts when it was requested */
function ofMeetings(value: Sql): MetricDefinition['values'] {
  return ({ buckets }) =>
    sql`select start_at, ${value} as value from (
      select ${bucketOf(sql`s.quarter`, buckets)} as start_at, ${SUM_COLUMNS} ${inSummarisedCells(sql`summary_quarters`, sql`s.quarter`)}
      union all select ${bucketOf(sql`m.created_at`, buckets)}, ${SUMS} ${IN_PIECES} group by 1
    ) s group by 1`;
}

function refusals({ range, buckets }: Measured): Sql {
  return sql`select ${bucketOf(sql`r.quarter`, buckets)} as start_at, sum(r.refused) as value
    from bot_refusals r where ${inTimeRange(sql`r.quarter`, range)} group by 1`;
}

/** The start of a bucket is a turning without a change: what began before it runs on into it. */
function mostAtOnce({ app, buckets }: Measured): Sql {
  return sql`with slot as materialized (${slotsInPieces(nowSql(app.clock))}),
    turning as (
      select piece, at, change from (${TURNINGS}) t
      union all select p.from_at, greatest(b.start_at, p.from_at), 0 from piece p join bucket b on b.start_at < p.to_at and b.until > p.from_at
    ),
    level as (select piece, at, sum(sum(change)) over (partition by piece order by at) as bots from turning group by piece, at)
    select start_at, max(bots) as value from (
      select ${bucketOf(sql`l.at`, buckets)} as start_at, l.bots from level l join piece p on p.from_at = l.piece where l.at < p.to_at
      union all select ${bucketOf(sql`s.quarter`, buckets)}, s.peak ${inSummarisedCells(sql`summary_quarters`, sql`s.quarter`)}
    ) part group by 1`;
}
