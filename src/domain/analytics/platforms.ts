import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { TimeRange } from '../../core/time/range.ts';
import type { MeetingStats } from '../user-stats/meeting-stats.ts';
import { coverage, IN_PIECES, inSummarisedDays, USED_PERIODS } from './summaries/coverage.ts';
import { STATS_OF_SUMS, SUM_COLUMNS, SUMS } from './summaries/sums.ts';
import { PERCENTILES } from './summaries/times.ts';

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
  const of = (metric: string) =>
    sql`(select t.percentiles from percentile t where t.platform = s.platform and t.metric = ${metric})`;
  return app.db.wideRows(sql`
    with ${coverage(app, range)}, ${USED_PERIODS},
    percentile as materialized (${PERCENTILES}),
    sums as (
      select s.platform, ${SUM_COLUMNS} ${inSummarisedDays(sql`summary_outcomes`)}
      union all select m.platform, ${SUMS} ${IN_PIECES} group by 1
    )
    select s.platform, ${STATS_OF_SUMS}, ${of('join_time')} as "joinTime",
      ${of('admission_time')} as "admissionTime", ${of('duration')} as duration
    from sums s group by s.platform order by sum(s.meetings) desc, s.platform collate "C"`);
}
