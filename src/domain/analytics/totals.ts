import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { TimeRange } from '../../core/time/range.ts';
import { inTimeRange } from '../../core/time/range-sql.ts';
import { STAGE } from '../meetings/stage.ts';
import { isFinalSql } from '../meetings/status.ts';
import { ADMISSION_TIME, JOIN_TIME, TOTAL_DURATION } from '../telematics/performance-sql.ts';
import { MEETING_STATS, type MeetingStats, SUMMED_DURATION } from '../user-stats/meeting-stats.ts';

export type Totals = MeetingStats & { readonly activeUsers: number; readonly refusedBots: number };

/** The whole installation in one range. */
export async function readTotals(app: App, range: TimeRange): Promise<Totals> {
  const [totals] = await app.db.wideRows<Totals>(sql`
    select ${MEETING_STATS}, count(distinct m.user_id)::int as "activeUsers",
      (select coalesce(sum(r.refused), 0)::int from bot_refusals r where ${inTimeRange(sql`r.quarter`, range)}) as "refusedBots"
    from meetings m where ${inTimeRange(sql`m.created_at`, range)}`);
  if (totals === undefined) throw new Error('an aggregate without groups answers one row');
  return totals;
}

/** The 50th, 90th and 95th percentile in seconds; null where nothing was measured. */
export type Percentiles = readonly [number, number, number] | null;

export type PlatformStats = MeetingStats & {
  readonly platform: string;
  readonly joinTime: Percentiles;
  readonly admissionTime: Percentiles;
  readonly duration: Percentiles;
};

/** Every platform of the range, most used first. */
export function readPlatforms(app: App, range: TimeRange): Promise<PlatformStats[]> {
  const ranks = sql`percentile_cont(array[0.5, 0.9, 0.95])`;
  return app.db.wideRows(sql`
    select m.platform, ${MEETING_STATS},
      ${ranks} within group (order by ${JOIN_TIME}) as "joinTime",
      ${ranks} within group (order by ${ADMISSION_TIME}) as "admissionTime",
      ${ranks} within group (order by ${TOTAL_DURATION}) as duration
    from meetings m where ${inTimeRange(sql`m.created_at`, range)}
    group by m.platform order by count(*) desc, m.platform collate "C"`);
}

export type OutcomeCount = {
  readonly status: string;
  readonly stage: string | null;
  readonly reason: string | null;
  readonly meetings: number;
};

/** How the meetings of the range ended, most frequent first. */
export function readOutcomes(app: App, range: TimeRange): Promise<OutcomeCount[]> {
  return app.db.wideRows(sql`
    select m.status, ${STAGE} as stage, m.completion_reason as reason, count(*)::int as meetings
    from meetings m
    where ${inTimeRange(sql`m.created_at`, range)} and ${isFinalSql(sql`m.status`)}
    group by 1, 2, 3 order by count(*) desc, m.status collate "C",
      min(${STAGE}) collate "C" nulls first, m.completion_reason collate "C" nulls first`);
}

export const RANKINGS = {
  MEETINGS: sql`count(*)`,
  DURATION: sql`coalesce(${SUMMED_DURATION}, 0)`,
  FAILED: sql`count(*) filter (where m.status = 'failed')`,
} as const;

export type UserRank = MeetingStats & { readonly userId: bigint; readonly value: number };

type Ranking = { readonly by: keyof typeof RANKINGS; readonly first: number };

/** The users with the highest figure, and only those with one above 0. */
export function readTopUsers(
  app: App,
  range: TimeRange,
  { by, first }: Ranking,
): Promise<UserRank[]> {
  const value = RANKINGS[by];
  return app.db.wideRows(sql`
    select m.user_id as "userId", (${value})::double precision as value, ${MEETING_STATS}
    from meetings m where ${inTimeRange(sql`m.created_at`, range)}
    group by m.user_id having ${value} > 0
    order by ${value} desc, m.user_id limit ${first}`);
}
