import type { TimeRange } from '../../core/time/range.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { faultOf } from '../meetings/faults.ts';
import { FaultRef, MeetingPlatform } from '../meetings/graphql-parts.ts';
import { type MeetingStats, successRate } from '../user-stats/meeting-stats.ts';
import { UserRef } from '../users/graphql.ts';
import type { Percentiles, PlatformStats } from './platforms.ts';
import type { OutcomeCount, Totals, UserRank } from './totals.ts';

const DESCRIPTIONS = {
  meetings: 'How many meetings were requested.',
  completed: 'Those whose status is COMPLETED by now.',
  failed: 'Those whose status is FAILED by now.',
  running: 'Those whose bot holds a slot now.',
  totalDuration:
    'Seconds from `startTime` to `endTime`, summed over completed meetings that have both; null if none does.',
  averageDuration: '`totalDuration` divided by the number of those meetings, in seconds.',
  successRate: 'Completed divided by completed and failed, from 0 to 1; null if nothing is over.',
};

const CountsRef = builder.interfaceRef<MeetingStats>('MeetingCounts').implement({
  description: 'Counts and outcomes of meetings.',
  fields: (t) => ({
    meetings: t.exposeInt('totalMeetings', { description: DESCRIPTIONS.meetings }),
    completed: t.exposeInt('completedMeetings', { description: DESCRIPTIONS.completed }),
    failed: t.exposeInt('failedMeetings', { description: DESCRIPTIONS.failed }),
    running: t.exposeInt('activeMeetings', { description: DESCRIPTIONS.running }),
    totalDuration: t.exposeFloat('totalDuration', {
      nullable: true,
      description: DESCRIPTIONS.totalDuration,
    }),
    averageDuration: t.exposeFloat('averageDuration', {
      nullable: true,
      description: DESCRIPTIONS.averageDuration,
    }),
    successRate: t.float({
      nullable: true,
      description: DESCRIPTIONS.successRate,
      resolve: successRate,
    }),
  }),
});

export const TotalsRef = builder
  .objectRef<Totals & { readonly range: TimeRange }>('AnalyticsTotals')
  .implement({
    description: 'Totals of one time range.',
    interfaces: [CountsRef],
    fields: (t) => ({
      start: t.field({
        type: 'DateTime',
        description: 'The start of the range, inclusive.',
        resolve: ({ range }) => range.start,
      }),
      end: t.field({
        type: 'DateTime',
        description: 'The end of the range, exclusive.',
        resolve: ({ range }) => range.end,
      }),
      activeUsers: t.exposeInt('activeUsers', {
        description: 'How many users requested a meeting.',
      }),
      refused: t.exposeInt('refusedBots', {
        description:
          'Bots refused because the user was at its limit, in the quarter-hours that begin within the range.',
      }),
    }),
  });

const PercentilesRef = builder.objectRef<NonNullable<Percentiles>>('Percentiles').implement({
  description:
    'The distribution of a duration, in seconds, over the meetings for which it is known. Values between two measurements are interpolated.',
  fields: (t) => ({
    p50: t.float({ description: 'Half took at most this long.', resolve: ([p50]) => p50 }),
    p90: t.float({ description: 'Nine in ten took at most this long.', resolve: ([, p90]) => p90 }),
    p95: t.float({ description: '19 in 20 took at most this long.', resolve: ([, , p95]) => p95 }),
  }),
});

export const PlatformStatsRef = builder.objectRef<PlatformStats>('PlatformStats').implement({
  description: 'The meetings on one platform.',
  interfaces: [CountsRef],
  fields: (t) => ({
    platform: t.expose('platform', { type: MeetingPlatform, description: 'The platform.' }),
    platformName: t.exposeString('platform', {
      description: 'The platform as it was recorded.',
    }),
    joinTime: t.expose('joinTime', {
      type: PercentilesRef,
      nullable: true,
      description: '`performance.joinTime` of its meetings; null if none is known.',
    }),
    admissionTime: t.expose('admissionTime', {
      type: PercentilesRef,
      nullable: true,
      description: '`performance.admissionTime` of its meetings; null if none is known.',
    }),
    duration: t.expose('duration', {
      type: PercentilesRef,
      nullable: true,
      description: '`performance.totalDuration` of its meetings; null if none is known.',
    }),
  }),
});

export const OutcomeCountRef = builder.objectRef<OutcomeCount>('OutcomeCount').implement({
  description: 'How many meetings ended in one way.',
  fields: (t) => ({
    statusName: t.exposeString('status', { description: 'The final status: completed or failed.' }),
    stage: t.exposeString('stage', {
      nullable: true,
      description: 'The status in which failed meetings failed; null if unknown.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'The reason the bot gave; null if it gave none.',
    }),
    fault: t.field({
      type: FaultRef,
      description: 'Who could have prevented it.',
      resolve: (outcome) => faultOf(outcome) ?? 'UNKNOWN',
    }),
    meetings: t.exposeInt('meetings', { description: 'The number of meetings.' }),
  }),
});

export const UserRankRef = builder.objectRef<UserRank>('UserRank').implement({
  description: 'One user in a ranking.',
  interfaces: [CountsRef],
  fields: (t) => ({
    user: t.field({
      type: UserRef,
      description: 'The user.',
      resolve: ({ userId }, _args, { loaders }) => loaders.owner.load(userId),
    }),
    value: t.exposeFloat('value', { description: 'The figure by which it is ranked.' }),
  }),
});
