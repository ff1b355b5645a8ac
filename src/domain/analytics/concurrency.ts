import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import type { TimeRange } from '../../core/time/range.ts';
import { inTimeRange } from '../../core/time/range-sql.ts';
import { coverage, inSummarisedDays, USED_PERIODS, USED_USERS } from './summaries/coverage.ts';
import { SPELLS, slotsInPieces, TURNINGS } from './summaries/slots.ts';

/** How many bots ran at once. */
export type Concurrency = {
  readonly peak: number;
  readonly peakAt: Date | null;
  readonly average: number;
  /** Seconds, summed over users. */
  readonly timeAtLimit: number;
  readonly usersAtLimit: number;
  readonly refused: number;
};

export async function readConcurrency(app: App, range: TimeRange): Promise<Concurrency> {
  const limit = sql`coalesce(u.max_concurrent_bots, ${app.config.defaultMaxConcurrentBots}::int)`;
  const [concurrency] = await app.db.wideRows<Concurrency>(sql`
    with ${coverage(app, range)}, ${USED_PERIODS},
    slot as materialized (${slotsInPieces(nowSql(app.clock))}),
    turning as materialized (${TURNINGS}),
    level as (
      select at, sum(sum(change)) over (partition by piece order by at) as bots from turning group by piece, at
      union all select s.peak_at, s.peak ${inSummarisedDays(sql`summary_quarters`)} where s.peak > 0
    ),
    peak as (select at, bots from level order by bots desc, at limit 1),
    at_limit as materialized (
      select user_id, sum(ms) as ms from (
        select s.user_id, (1000 * extract(epoch from s.until - s.at))::bigint as ms
        from (${SPELLS}) s join users u on u.id = s.user_id
        where ${limit} > 0 and s.bots >= ${limit} and s.until > s.at
        union all select s.user_id, s.held_ms[${limit}]
        ${USED_USERS} join users u on u.id = s.user_id where ${limit} > 0 and s.held_ms[${limit}] > 0
      ) at_limit group by 1
    ),
    total as (
      select coalesce((select 1000 * extract(epoch from sum(to_at - from_at)) from slot), 0)
        + coalesce((select sum(d.held_ms) from kept k join summary_days d on d.day = k.day), 0) as held_ms
    )
    select coalesce((select bots from peak), 0)::int as peak, (select at from peak where bots > 0) as "peakAt",
      ((select held_ms from total) / 1000)::double precision
        / extract(epoch from ${range.end}::timestamptz - ${range.start}::timestamptz)::double precision as average,
      (select coalesce(sum(ms), 0) / 1000 from at_limit)::double precision as "timeAtLimit",
      (select count(*) from at_limit)::int as "usersAtLimit",
      (select coalesce(sum(r.refused), 0) from bot_refusals r where ${inTimeRange(sql`r.quarter`, range)})::int as refused`);
  if (concurrency === undefined) throw new Error('a statement without a table answers one row');
  return concurrency;
}
