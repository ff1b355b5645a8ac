import './graphql.ts';
import type { TimeRange } from '../../core/time/range.ts';
import type { Domain } from '../../kit/domain.ts';
import { keyedLoader } from '../../kit/graphql/keyed-loader.ts';
import type { LoaderMakers, LoadersOf } from '../../kit/graphql/loaders.ts';
import { countMeetings } from './meeting-stats.ts';
import { statisticsRoutes } from './rest.ts';
import { loadUsagePatterns, type UsageSelection } from './usage-patterns.ts';

const loaders = {
  meetingStats: ({ read }) =>
    keyedLoader((ids, range: TimeRange | null) => countMeetings(read, ids, range)),
  usagePatterns: ({ read }) =>
    keyedLoader((ids, requested: UsageSelection) => loadUsagePatterns(read, ids, requested)),
} satisfies LoaderMakers;

declare module '../../kit/graphql/loaders.ts' {
  interface Loaders extends LoadersOf<typeof loaders> {}
}

export const userStats: Domain = {
  name: 'user-stats',
  loaders,
  routes: statisticsRoutes,
};
