import sql, { join, raw, type Sql } from 'sql-template-tag';
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

/** What is added up from meetings, which one statement reads for all such figures: an aggregate over sums. */
type SumDefinition = { readonly description: string; readonly sum: Sql };

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
  MEETINGS: { description: 'Meetings requested.', sum: sql`sum(s.meetings)` },
  COMPLETED: { description: 'Those that are COMPLETED by now.', sum: sql`sum(s.completed)` },
  FAILED: { description: 'Those that are FAILED by now.', sum: sql`sum(s.failed)` },
  ACTIVE_USERS: {
    description: 'Users who requested a meeting.',
    values: ({ buckets }) => countActiveUsers((at) => bucketOf(at, buckets)),
    cell: 'hour',
  },
  DURATION: {
    description: 'Seconds from `startTime` to `endTime` of those that are COMPLETED.',
    sum: DURATION_OF_SUMS,
  },
  REFUSED: {
    description: 'Bots refused because the user was at its limit.',
    values: refusals,
  },
  CONCURRENCY: {
    description: 'The peak number of bots that held a slot at the same time.',
    values: mostAtOnce,
  },
} satisfies Readonly<Record<string, MetricDefinition | SumDefinition>>;

export type Metric = keyof typeof METRICS;

export type SeriesPoint = { readonly start: Date; readonly value: number };

const SUMS_BY_METRIC: ReadonlyMap<Metric, Sql> = new Map(
  Object.entries(METRICS).flatMap(([metric, definition]) =>
    'sum' in definition ? [[metric as Metric, definition.sum] as const] : [],
  ),
);

/** Whether `readSums` reads it. */
export function isSum(metric: Metric): boolean {
  return SUMS_BY_METRIC.has(metric);
}

/** One figure of several. */
export function seriesOf(points: readonly SumsPoint[], metric: Metric): SeriesPoint[] {
  return points.map((point) => ({ start: point.start, value: point[metric] ?? 0 }));
}

/**
 * One figure over time, a point per bucket, zeros included.
 * @throws InvalidInputError when there would be too many points
 */
export async function readSeries(
  app: App,
  range: TimeRange,
  { metric, ...cut }: Cut & { readonly metric: Metric },
): Promise<SeriesPoint[]> {
  const definition: MetricDefinition | SumDefinition = METRICS[metric];
  if ('sum' in definition) return seriesOf(await readSums(app, range, cut), metric);
  const { values, cell = 'quarter' } = definition;
  const { buckets, ctes } = await bucketsIn(app, range, { ...cut, cell });
  return await app.db.wideRows(sql`
    with ${ctes}, measured as (${values({ app, range, buckets })})
    select b.start_at as start, coalesce(m.value, 0)::double precision as value
    from bucket b left join measured m on m.start_at = b.start_at order by b.start_at`);
}

export type SumsPoint = { readonly start: Date } & Readonly<Partial<Record<Metric, number>>>;

/**
 * All figures that are added up from meetings, which count when they were requested.
 * @throws InvalidInputError when there would be too many points
 */
export async function readSums(app: App, range: TimeRange, cut: Cut): Promise<SumsPoint[]> {
  const { buckets, ctes } = await bucketsIn(app, range, { ...cut, cell: 'quarter' });
  const names = [...SUMS_BY_METRIC].map(([metric, sum]) => ({ name: raw(`"${metric}"`), sum }));
  const summed = names.map(({ name, sum }) => sql`${sum} as ${name}`);
  const shown = names.map(({ name }) => sql`coalesce(m.${name}, 0)::double precision as ${name}`);
  return await app.db.wideRows(sql`
    with ${ctes}, measured as (
      select start_at, ${join(summed)} from (
        select ${bucketOf(sql`s.quarter`, buckets)} as start_at, ${SUM_COLUMNS} ${inSummarisedCells(sql`summary_quarters`, sql`s.quarter`)}
        union all select ${bucketOf(sql`m.created_at`, buckets)}, ${SUMS} ${IN_PIECES} group by 1
      ) s group by 1
    )
    select b.start_at as start, ${join(shown)}
    from bucket b left join measured m on m.start_at = b.start_at order by b.start_at`);
}

/** The buckets of a range, and the CTEs that every series begins with: those of `coverage`, and `bucket`. */
async function bucketsIn(app: App, range: TimeRange, cut: Cut & { readonly cell: Cell }) {
  checkPoints(cut.bucket, range);
  await learnBuckets(range, cut);
  const buckets = bucketsOf(range, cut);
  const cuts = cutCells(range, buckets.startTimes, cut.cell);
  const ctes = sql`${coverage(app, range, cuts)},
    bucket as materialized (select start_at, lead(start_at, 1, 'infinity') over (order by start_at) as until from unnest(${buckets.starts}) start_at)`;
  return { buckets, ctes };
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
