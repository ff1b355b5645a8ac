import { z } from 'zod';
import { field } from '../../kit/rest/fields.ts';
import { type MeetingStats, successRate } from './meeting-stats.ts';
import type { UsagePatterns } from './usage-patterns.ts';

export const meetingStatsSchema = z
  .object({
    total_meetings: field(
      'MeetingStats.totalMeetings',
      z.int().describe('All meetings of the user.'),
    ),
    completed_meetings: field(
      'MeetingStats.completedMeetings',
      z.int().describe('Those that are completed.'),
    ),
    failed_meetings: field('MeetingStats.failedMeetings', z.int().describe('Those that failed.')),
    active_meetings: field(
      'MeetingStats.activeMeetings',
      z.int().describe('Those whose bot holds a slot now.'),
    ),
    total_duration: field(
      'MeetingStats.totalDuration',
      z
        .number()
        .nullable()
        .describe(
          'Seconds of all completed meetings with a start and an end; null if none has both.',
        ),
    ),
    average_duration: field(
      'MeetingStats.averageDuration',
      z.number().nullable().describe('`total_duration` divided by the number of those meetings.'),
    ),
    success_rate: field(
      'MeetingStats.successRate',
      z
        .number()
        .nullable()
        .describe(
          'Completed divided by completed and failed, from 0 to 1; null if nothing is over.',
        ),
    ),
  })
  .meta({ id: 'MeetingStats', description: "Counts and outcomes of a user's meetings." });

export function meetingStatsBody(stats: MeetingStats) {
  return {
    total_meetings: stats.totalMeetings,
    completed_meetings: stats.completedMeetings,
    failed_meetings: stats.failedMeetings,
    active_meetings: stats.activeMeetings,
    total_duration: stats.totalDuration,
    average_duration: stats.averageDuration,
    success_rate: successRate(stats),
  };
}

export const usagePatternsSchema = z
  .object({
    most_used_platform: field(
      'UsagePatterns.mostUsedPlatformName',
      z.string().nullable().describe('The platform of most meetings.'),
    ),
    meetings_per_day: field(
      'UsagePatterns.meetingsPerDay',
      z.number().describe('Meetings divided by the days since the first one, including today.'),
    ),
    peak_usage_hours: field(
      'UsagePatterns.peakUsageHours',
      z
        .array(z.int())
        .describe('Up to three hours of the day (UTC) with the most meetings, most first.'),
    ),
    last_activity: field(
      'UsagePatterns.lastActivity',
      z.iso.datetime().nullable().describe('When the last meeting was requested.'),
    ),
    hourly: field(
      'UsagePatterns.hourly',
      z.array(z.int()).describe('Meetings in each hour of the day (UTC), starting at midnight.'),
    ),
    weekdays: field(
      'UsagePatterns.weekdays',
      z.array(z.int()).describe('Meetings on each day of the week (UTC), starting on Monday.'),
    ),
  })
  .meta({ id: 'UsagePatterns', description: 'When and where a user meets.' });

export function usagePatternsBody(patterns: UsagePatterns) {
  return {
    most_used_platform: patterns.mostUsedPlatform,
    meetings_per_day: patterns.meetingsPerDay,
    peak_usage_hours: patterns.peakUsageHours,
    last_activity: patterns.lastActivity,
    hourly: patterns.hourly,
    weekdays: patterns.weekdays,
  };
}
