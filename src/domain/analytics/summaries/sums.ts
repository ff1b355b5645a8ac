import sql from 'sql-template-tag';
import { TOTAL_INTERVAL } from '../../telematics/performance-sql.ts';
import { COMPLETED, RUNNING } from '../../user-stats/meeting-stats.ts';

/** The columns of every summary that counts meetings. */
export const SUM_COLUMNS = sql`meetings, completed, failed, running, timed, duration_ms`;

/** What they hold, over a table `meetings m`. Times have milliseconds, so that these sums are exact. */
export const SUMS = sql`count(*)::int as meetings,
  (count(*) ${COMPLETED})::int as completed,
  (count(*) filter (where m.status = 'failed'))::int as failed,
  (count(*) ${RUNNING})::int as running,
  (count(${TOTAL_INTERVAL}) ${COMPLETED})::int as timed,
  coalesce(1000 * extract(epoch from sum(${TOTAL_INTERVAL}) ${COMPLETED}), 0)::bigint as duration_ms`;

/** Several of them added up, from rows with the alias `s`. */
export const ADDED_SUMS = sql`sum(s.meetings)::int as meetings, sum(s.completed)::int as completed,
  sum(s.failed)::int as failed, sum(s.running)::int as running, sum(s.timed)::int as timed,
  sum(s.duration_ms)::bigint as duration_ms`;

/** Seconds; null where no duration is known. */
export const DURATION_OF_SUMS = sql`case when sum(s.timed) > 0 then (sum(s.duration_ms) / 1000)::double precision end`;

/** The same added up for `MeetingStats`. */
export const STATS_OF_SUMS = sql`coalesce(sum(s.meetings), 0)::int as "totalMeetings",
  coalesce(sum(s.completed), 0)::int as "completedMeetings",
  coalesce(sum(s.failed), 0)::int as "failedMeetings",
  coalesce(sum(s.running), 0)::int as "activeMeetings",
  ${DURATION_OF_SUMS} as "totalDuration",
  ${DURATION_OF_SUMS} / nullif(sum(s.timed), 0)::double precision as "averageDuration"`;
