import { learnLocalTime } from '../../core/time/local-time.ts';
import { previousOf, type Range, readPeriod } from '../../core/time/range.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { DateRange } from '../../kit/graphql/range.ts';
import { askedBelow } from '../../kit/graphql/selection-of.ts';
import { MeetingPlatform } from '../meetings/graphql-parts.ts';
import { UserRef } from '../users/graphql.ts';
import { type MeetingStats, successRate } from './meeting-stats.ts';
import { USAGE_FIGURES, type UsageFigure, type UsagePatterns } from './usage-patterns.ts';

/** The figures, and what they are of, so that those before them can be asked for. */
type Counted = MeetingStats & { readonly userId: bigint; readonly range: Range | null };

/** All meetings of a user are added up, of as many users as ask by one statement. */
const STATS_COST = { base: 300, weight: 5 };

const MeetingStatsRef = builder.objectRef<Counted>('MeetingStats');
MeetingStatsRef.implement({
  description: 'How many meetings a user had, and how they went. A meeting counts by `createdAt`.',
  fields: (t) => ({
    totalMeetings: t.exposeInt('totalMeetings', { description: 'All of them.' }),
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
        'Seconds from `startTime` to `endTime`, summed over completed meetings that have both; null if none has.',
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
      description:
        'The same for the stretch of the same length before the range; null where no range was asked for.',
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
    meetings: t.exposeInt('meetings', { description: 'How many began to be asked for in it.' }),
  }),
});

const WeekdayCount = builder.objectRef<Count>('WeekdayCount').implement({
  description: 'Meetings on one day of the week.',
  fields: (t) => ({
    weekday: t.exposeInt('place', { description: 'From 1 (Monday) to 7 (Sunday).' }),
    meetings: t.exposeInt('meetings', { description: 'How many were asked for on it.' }),
  }),
});

function placed(counts: readonly number[], first: number): Count[] {
  return counts.map((meetings, index) => ({ place: index + first, meetings }));
}

const UsagePatternsRef = builder.objectRef<UsagePatterns>('UsagePatterns').implement({
  description:
    'When and where a user meets. A meeting counts by `createdAt`; hours and days are those of the time zone, whatever its summer time.',
  fields: (t) => ({
    mostUsedPlatform: t.expose('mostUsedPlatform', {
      type: MeetingPlatform,
      nullable: true,
      description: 'Where most meetings took place; among equals, what was used first.',
    }),
    mostUsedPlatformName: t.exposeString('mostUsedPlatform', {
      nullable: true,
      description: 'The same in the word that was recorded.',
    }),
    meetingsPerDay: t.exposeFloat('meetingsPerDay', {
      description:
        'Meetings divided by the days of the range; without one, by the days since the first meeting, today included.',
    }),
    peakUsageHours: t.exposeIntList('peakUsageHours', {
      description:
        'Up to three hours of the day with most meetings, most first; among equals, what was used first.',
    }),
    hourly: t.field({
      type: [HourCount],
      cost: { items: 24 },
      description: 'All 24 hours of the day, from midnight on.',
      resolve: ({ hourly }) => placed(hourly, 0),
    }),
    weekdays: t.field({
      type: [WeekdayCount],
      cost: { items: 7 },
      description: 'All seven days of the week, from Monday on.',
      resolve: ({ weekdays }) => placed(weekdays, 1),
    }),
    lastActivity: t.expose('lastActivity', {
      type: 'DateTime',
      nullable: true,
      description: 'When the last meeting was asked for; null if there is none.',
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

const range = { type: DateRange, description: 'Which meetings; all, if left out.' };

builder.prismaObjectFields(UserRef, (t) => ({
  meetingStats: t.field({
    type: MeetingStatsRef,
    cost: STATS_COST,
    description: 'How many meetings it had, and how they went.',
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
    description: 'When and where it meets.',
    args: {
      range: t.arg(range),
      timeZone: t.arg({
        type: 'TimeZone',
        defaultValue: 'UTC',
        description: 'Whose hours and days.',
      }),
    },
    resolve: ({ id }, args, { app, loaders }, info) => {
      const figures = app.config.shortCuts ? usageFiguresOf(askedBelow(info)) : USAGE_FIGURES;
      const period = readPeriod(args);
      const load = () => loaders.usagePatterns.load(id, { ...period, figures });
      return learnLocalTime(app, period)?.then(load) ?? load();
    },
  }),
}));
