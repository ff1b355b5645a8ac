import { learnLocalTime } from '../../core/time/local-time.ts';
import { previousOf, readPeriod, type TimeRange } from '../../core/time/range.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { DateRange } from '../../kit/graphql/range.ts';
import { selectedBelow } from '../../kit/graphql/selection-of.ts';
import { MeetingPlatform } from '../meetings/graphql-parts.ts';
import { UserRef } from '../users/graphql.ts';
import { type MeetingStats, successRate } from './meeting-stats.ts';
import { USAGE_FIGURES, type UsageFigure, type UsagePatterns } from './usage-patterns.ts';

/** The figures, and what they are of, so that those before them can be asked for. */
type Counted = MeetingStats & { readonly userId: bigint; readonly range: TimeRange | null };

/** All meetings of a user are added up, of as many users as ask by one statement. */
const STATS_COST = { base: 300, weight: 5 };

const MeetingStatsRef = builder.objectRef<Counted>('MeetingStats');
MeetingStatsRef.implement({
  description: "Counts and outcomes of a user's meetings. A meeting counts by `createdAt`.",
  fields: (t) => ({
    totalMeetings: t.exposeInt('totalMeetings', { description: 'All meetings.' }),
    completedMeetings: t.exposeInt('completedMeetings', {
      description: 'Those whose status is COMPLETED.',
    }),
    failedMeetings: t.exposeInt('failedMeetings', {
      description: 'Those whose status is FAILED.',
    }),
    activeMeetings: t.exposeInt('activeMeetings', {
      description:
        'Those whose bot holds a slot now: REQUESTED, JOINING, AWAITING_ADMISSION, ACTIVE or NEEDS_HUMAN_HELP.',
    }),
    totalDuration: t.exposeFloat('totalDuration', {
      nullable: true,
      description:
        'Seconds from `startTime` to `endTime`, summed over completed meetings that have both; null if none does.',
    }),
    averageDuration: t.exposeFloat('averageDuration', {
      nullable: true,
      description: '`totalDuration` divided by the number of those meetings, in seconds.',
    }),
    successRate: t.float({
      nullable: true,
      description:
        'Completed meetings divided by completed and failed ones, from 0 to 1; null if nothing is over.',
      resolve: successRate,
    }),
    previous: t.field({
      type: MeetingStatsRef,
      cost: STATS_COST,
      nullable: true,
      description: 'The same for the preceding range of the same length; null without a range.',
      resolve: async ({ userId, range }, _args, { loaders }) => {
        if (range === null) return null;
        const before = previousOf(range);
        const stats = await loaders.meetingStats.load(userId, before);
        return { ...stats, userId, range: before };
      },
    }),
  }),
});

type Count = { readonly place: number; readonly meetings: number };

const HourCount = builder.objectRef<Count>('HourCount').implement({
  description: 'Meetings in one hour of the day.',
  fields: (t) => ({
    hour: t.exposeInt('place', { description: 'From 0 (after midnight) to 23.' }),
    meetings: t.exposeInt('meetings', {
      description: 'How many meetings were requested in this hour.',
    }),
  }),
});

const WeekdayCount = builder.objectRef<Count>('WeekdayCount').implement({
  description: 'Meetings on one day of the week.',
  fields: (t) => ({
    weekday: t.exposeInt('place', { description: 'From 1 (Monday) to 7 (Sunday).' }),
    meetings: t.exposeInt('meetings', {
      description: 'How many meetings were requested on this day.',
    }),
  }),
});

function placed(counts: readonly number[], first: number): Count[] {
  return counts.map((meetings, index) => ({ place: index + first, meetings }));
}

const UsagePatternsRef = builder.objectRef<UsagePatterns>('UsagePatterns').implement({
  description:
    'When and where a user meets. A meeting counts by `createdAt`; hours and days follow the time zone, including daylight saving time.',
  fields: (t) => ({
    mostUsedPlatform: t.expose('mostUsedPlatform', {
      type: MeetingPlatform,
      nullable: true,
      description: 'The platform of most meetings; if tied, the first one used.',
    }),
    mostUsedPlatformName: t.exposeString('mostUsedPlatform', {
      nullable: true,
      description: 'The platform as it was recorded.',
    }),
    meetingsPerDay: t.exposeFloat('meetingsPerDay', {
      description:
        'Meetings divided by the days of the range; without a range, by the days since the first meeting, including today.',
    }),
    peakUsageHours: t.exposeIntList('peakUsageHours', {
      description:
        'Up to three hours of the day with the most meetings, most first; if tied, the first one used.',
    }),
    hourly: t.field({
      type: [HourCount],
      cost: { items: 24 },
      description: 'All 24 hours of the day, starting at midnight.',
      resolve: ({ hourly }) => placed(hourly, 0),
    }),
    weekdays: t.field({
      type: [WeekdayCount],
      cost: { items: 7 },
      description: 'All seven days of the week, starting on Monday.',
      resolve: ({ weekdays }) => placed(weekdays, 1),
    }),
    lastActivity: t.expose('lastActivity', {
      type: 'DateTime',
      nullable: true,
      description: 'When the last meeting was requested; null without meetings.',
    }),
  }),
});

/** What the fields of `UsagePatterns` read: all others are named as what they read. */
function usageFiguresOf(fields: ReadonlySet<string>): UsageFigure[] {
  return USAGE_FIGURES.filter(
    (figure) =>
      fields.has(figure) || (figure === 'mostUsedPlatform' && fields.has('mostUsedPlatformName')),
  );
}

const range = { type: DateRange, description: 'The time range; default: all meetings.' };

builder.prismaObjectFields(UserRef, (t) => ({
  meetingStats: t.field({
    type: MeetingStatsRef,
    cost: STATS_COST,
    description: "Counts and outcomes of the user's meetings.",
    args: { range: t.arg(range) },
    resolve: async ({ id }, args, { loaders }) => {
      const period = readPeriod(args);
      const stats = await loaders.meetingStats.load(id, period.range);
      return { ...stats, userId: id, range: period.range };
    },
  }),
  usagePatterns: t.field({
    type: UsagePatternsRef,
    cost: { base: 750, weight: 15 },
    description: 'When and where the user meets.',
    args: {
      range: t.arg(range),
      timeZone: t.arg({
        type: 'TimeZone',
        defaultValue: 'UTC',
        description: 'The time zone for hours and days.',
      }),
    },
    resolve: ({ id }, args, { app, loaders }, info) => {
      const figures = app.config.shortCuts ? usageFiguresOf(selectedBelow(info)) : USAGE_FIGURES;
      const period = readPeriod(args);
      const load = () => loaders.usagePatterns.load(id, { ...period, figures });
      return learnLocalTime(app, period)?.then(load) ?? load();
    },
  }),
}));
