import type { App } from '../../core/app.ts';
import { pointsIn } from '../../core/time/buckets.ts';
import { previousOf, type TimeRange } from '../../core/time/range.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { invalidSize } from '../../kit/graphql/connection.ts';
import type { Arguments, Items } from '../../kit/graphql/cost.ts';
import { BUCKETS, type Bucket } from './buckets.ts';
import { readConcurrency } from './concurrency.ts';
import { ConcurrencyRef } from './graphql-concurrency.ts';
import { OutcomeCountRef, PlatformStatsRef, TotalsRef, UserRankRef } from './graphql-totals.ts';
import { readPlatforms } from './platforms.ts';
import {
  isSum,
  METRICS,
  type Metric,
  readSeries,
  readSums,
  type SeriesPoint,
  type SumsPoint,
  seriesOf,
} from './series.ts';
import { type RANKINGS, readOutcomes, readTopUsers, readTotals } from './totals.ts';

type AnalyticsScope = { readonly range: TimeRange; readonly timeZone: string };

/** What breaks the rules of the field counts for nothing: the field refuses it. */
const SERIES_ITEMS: Items = {
  by: 'bucket',
  count: ({ bucket }, { range, timeZone }) =>
    pointsIn(range as TimeRange | undefined, { bucket: String(bucket), timeZone }),
};

const AnalyticsMetric = builder.enumType('AnalyticsMetric', {
  description: 'A figure that can be charted over time.',
  values: Object.fromEntries(
    Object.entries(METRICS).map(([metric, { description }]) => [metric, { description }]),
  ) as { [Name in Metric]: { description: string } },
});

const BucketRef = builder.enumType('Bucket', {
  description: 'The size of a bucket, by the calendar of the time zone.',
  values: {
    HOUR: { value: BUCKETS[0], description: 'Hours; when clocks go back, one hour appears twice.' },
    DAY: { value: BUCKETS[1], description: 'Days, of 23 to 25 hours.' },
    WEEK: { value: BUCKETS[2], description: 'Weeks, starting on Monday.' },
    MONTH: { value: BUCKETS[3], description: 'Months.' },
  } as const,
});

const TopUsersBy = builder.enumType('TopUsersBy', {
  description: 'The figure by which users are ranked.',
  values: {
    MEETINGS: { description: 'How many meetings they requested.' },
    DURATION: { description: 'How many seconds their completed meetings lasted.' },
    FAILED: { description: 'How many of their meetings failed.' },
  } satisfies { [Name in keyof typeof RANKINGS]: { description: string } },
});

const SeriesPointRef = builder.objectRef<SeriesPoint>('SeriesPoint').implement({
  description: 'One bucket of a series.',
  fields: (t) => ({
    start: t.expose('start', {
      type: 'DateTime',
      description:
        'When the bucket begins. The first bucket may begin before the range; only what lies in the range counts.',
    }),
    value: t.exposeFloat('value', { description: 'The figure; 0 where nothing happened.' }),
  }),
});

const SUMS = new WeakMap<AnalyticsScope, Map<Bucket, Promise<SumsPoint[]>>>();

/** Read once for all series of sums below one field `analytics`. */
function sumsOf(app: App, scope: AnalyticsScope, bucket: Bucket): Promise<SumsPoint[]> {
  const known = SUMS.get(scope) ?? new Map<Bucket, Promise<SumsPoint[]>>();
  SUMS.set(scope, known);
  const { range, timeZone } = scope;
  const points = known.get(bucket) ?? readSums(app, range, { bucket, timeZone });
  known.set(bucket, points);
  return points;
}

const MAX_RANKS = 100;

function ranks({ first }: Arguments): number {
  return typeof first === 'number' ? Math.min(Math.max(first, 0), MAX_RANKS) : 10;
}

export const AnalyticsRef = builder.objectRef<AnalyticsScope>('Analytics').implement({
  description: 'Figures of the whole installation for one time range.',
  fields: (t) => ({
    totals: t.field({
      type: TotalsRef,
      cost: { base: 300 },
      description: 'Totals of the range.',
      resolve: async ({ range }, _args, { app }) => ({ ...(await readTotals(app, range)), range }),
    }),
    previousTotals: t.field({
      type: TotalsRef,
      cost: { base: 300 },
      description: 'Totals of the preceding range of the same length.',
      resolve: async ({ range }, _args, { app }) => {
        const before = previousOf(range);
        return { ...(await readTotals(app, before)), range: before };
      },
    }),
    series: t.field({
      type: [SeriesPointRef],
      cost: { base: 300, items: SERIES_ITEMS },
      description:
        'One figure over time: one point per bucket that overlaps the range, oldest first, at most 10,000.',
      args: {
        metric: t.arg({ type: AnalyticsMetric, required: true, description: 'The figure.' }),
        bucket: t.arg({ type: BucketRef, required: true, description: 'The bucket size.' }),
      },
      resolve: (scope, { metric, bucket }, { app }) =>
        isSum(metric)
          ? sumsOf(app, scope, bucket).then((points) => seriesOf(points, metric))
          : readSeries(app, scope.range, { metric, bucket, timeZone: scope.timeZone }),
    }),
    platforms: t.field({
      type: [PlatformStatsRef],
      // Each with three sets of percentiles.
      cost: { base: 500, items: { about: 10, each: 4 } },
      description: 'Each platform as it was recorded, most used first.',
      resolve: ({ range }, _args, { app }) => readPlatforms(app, range),
    }),
    outcomes: t.field({
      type: [OutcomeCountRef],
      cost: { base: 300, items: { about: 20 } },
      description: 'How meetings ended, most frequent first.',
      resolve: ({ range }, _args, { app }) => readOutcomes(app, range),
    }),
    concurrency: t.field({
      type: ConcurrencyRef,
      cost: { base: 750 },
      description: 'How many bots ran at the same time.',
      resolve: ({ range }, _args, { app }) => readConcurrency(app, range),
    }),
    topUsers: t.field({
      type: [UserRankRef],
      cost: { base: 300, items: { by: 'first', count: ranks } },
      description:
        'The users with the highest figure, highest first. Users with a figure of 0 are omitted.',
      args: {
        first: t.arg.int({
          defaultValue: 10,
          description: 'How many users to return, from 1 to 100.',
        }),
        by: t.arg({ type: TopUsersBy, required: true, description: 'The figure to rank by.' }),
      },
      resolve: ({ range }, { first, by }, { app }) => {
        const size = first ?? 10;
        if (size < 1 || size > MAX_RANKS) throw invalidSize('first', MAX_RANKS);
        return readTopUsers(app, range, { by, first: size });
      },
    }),
  }),
});
