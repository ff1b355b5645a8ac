import sql from 'sql-template-tag';
import type { TimeRange } from '../../core/time/range.ts';
import { inTimeRange } from '../../core/time/range-sql.ts';
import type { ReadEach } from '../../data/coalescing/combined-query.ts';
import { eachRowBy } from '../../data/coalescing/shared-read.ts';
import { opaqueIds } from '../../data/sql/opaque.ts';
import { holdsSlotSql } from '../meetings/status.ts';
import { TOTAL_INTERVAL } from '../telematics/performance-sql.ts';

/** Counts of meetings, and how long the completed ones were, in seconds. */
export type MeetingStats = {
  readonly totalMeetings: number;
  readonly completedMeetings: number;
  readonly failedMeetings: number;
  readonly activeMeetings: number;
  readonly totalDuration: number | null;
  readonly averageDuration: number | null;
};

export const COMPLETED = sql`filter (where m.status = 'completed')`;

/** Seconds of all completed meetings of a group, null where none has any. */
export const SUMMED_DURATION = sql`extract(epoch from sum(${TOTAL_INTERVAL}) ${COMPLETED})::double precision`;

/** Most are completed: told apart first, they are not compared with each of the others. */
export const RUNNING = sql`filter (where m.status <> 'completed' and ${holdsSlotSql(sql`m.status`)})`;

/** The counts over a table `meetings m`, wherever they are grouped. */
export const MEETING_STATS = sql`count(m.id)::int as "totalMeetings",
  (count(*) ${COMPLETED})::int as "completedMeetings",
  (count(*) filter (where m.status = 'failed'))::int as "failedMeetings",
  (count(*) ${RUNNING})::int as "activeMeetings",
  ${SUMMED_DURATION} as "totalDuration",
  ${SUMMED_DURATION} / count(${TOTAL_INTERVAL}) ${COMPLETED} as "averageDuration"`;

/** One statement for all users; those without meetings are among the answers. */
export function countMeetings(
  read: ReadEach,
  userIds: readonly bigint[],
  range: TimeRange | null,
): Promise<(MeetingStats & { readonly id: bigint })[]> {
  return read(userIds, STATS(range));
}

const STATS = eachRowBy<TimeRange | null>({
  isSummary: true,
  statement: (_app, ids, range) => sql`
    select u.id, stats.* from unnest(${opaqueIds(ids)}) u(id)
    cross join lateral (select ${MEETING_STATS} from counted_meetings m
      where m.user_id = u.id and ${inTimeRange(sql`m.created_at`, range)}) stats`,
});

/** Null while nothing is over. */
export function successRate({ completedMeetings, failedMeetings }: MeetingStats): number | null {
  const over = completedMeetings + failedMeetings;
  return over === 0 ? null : completedMeetings / over;
}
