import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { TimeRange } from '../../core/time/range.ts';
import { inTimeRange } from '../../core/time/range-sql.ts';
import { STAGE } from '../meetings/stage.ts';
import { isFinalSql } from '../meetings/status.ts';
import type { MeetingStats } from '../user-stats/meeting-stats.ts';
import { countActiveUsers } from './summaries/active-users.ts';
import {
  coverage,
  IN_PIECES,
  inSummarisedDays,
  USED_PERIODS,
  USED_USERS,
} from './summaries/coverage.ts';
import {
  ADDED_SUMS,
  DURATION_OF_SUMS,
  STATS_OF_SUMS,
  SUM_COLUMNS,
  SUMS,
} from './summaries/sums.ts';

export type Totals = MeetingStats & { readonly activeUsers: number; readonly refusedBots: number };

/** The whole installation in one range. */
export async function readTotals(app: App, range: TimeRange): Promise<Totals> {
  const [totals] = await app.db.wideRows<Totals>(sql`
    with ${coverage(app, range)},
    part as (
      select ${SUM_COLUMNS} ${inSummarisedDays(sql`summary_quarters`)}
      union all select ${SUMS} ${IN_PIECES}
    ),
    active as (${countActiveUsers(() => sql`1`)})
    select ${STATS_OF_SUMS}, coalesce((select value from active), 0) as "activeUsers",
      (select coalesce(sum(r.refused), 0)::int from bot_refusals r where ${inTimeRange(sql`r.quarter`, range)}) as "refusedBots"
    from part s`);
  if (totals === undefined) throw new Error('an aggregate without groups answers one row');
  return totals;
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
    with ${coverage(app, range)},
    part as (
      select s.status, s.stage, s.reason, s.meetings ${inSummarisedDays(sql`summary_outcomes`)}
      where ${isFinalSql(sql`s.status`)}
      union all select m.status, ${STAGE}, m.completion_reason, count(*)
      ${IN_PIECES} where ${isFinalSql(sql`m.status`)} group by 1, 2, 3
    )
    select status, stage, reason, sum(meetings)::int as meetings from part
    group by 1, 2, 3 order by sum(meetings) desc, status collate "C",
      stage collate "C" nulls first, reason collate "C" nulls first`);
}

export const RANKINGS = {
  MEETINGS: sql`sum(s.meetings)`,
  DURATION: sql`coalesce(${DURATION_OF_SUMS}, 0)`,
  FAILED: sql`sum(s.failed)`,
} as const satisfies Readonly<Record<string, Sql>>;

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
    with ${coverage(app, range)}, ${USED_PERIODS},
    part as (
      select s.user_id, ${ADDED_SUMS} ${USED_USERS} group by 1
      union all select m.user_id, ${SUMS} ${IN_PIECES} group by 1
    )
    select s.user_id as "userId", (${value})::double precision as value, ${STATS_OF_SUMS}
    from part s group by s.user_id having ${value} > 0
    order by ${value} desc, s.user_id limit ${first}`);
}
