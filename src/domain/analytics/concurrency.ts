import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import type { TimeRange } from '../../core/time/range.ts';
import { inTimeRange } from '../../core/time/range-sql.ts';
import { holdsSlotSql } from '../meetings/status.ts';

/**
 * When bots held a slot, cut to the range: rows `(user_id, from_at, to_at)`. A bot that still runs
 * holds it until now; that of a continued meeting held it more than once.
 */
export function slots(app: App, { start, end }: TimeRange): Sql {
  const range = sql`tstzrange(${start}::timestamptz, greatest(${start}::timestamptz, least(${end}::timestamptz, ${nowSql(app.clock)})))`;
  const slot = sql`bot_slot(m.created_at, m.released_at, m.end_time, m.status)`;
  // The last may be open: then it lasts while a bot runs, or until the meeting ended.
  const again = sql`(h.again * tstzrange(null, case when upper_inf(h.again) and not ${holdsSlotSql(sql`m.status`)}
    then coalesce(m.end_time, lower(h.again)) end))`;
  return sql`select m.user_id, lower(${slot} * ${range}) as from_at, upper(${slot} * ${range}) as to_at
    from meetings m where ${slot} && ${range}
    union all select m.user_id, lower(${again} * ${range}), upper(${again} * ${range})
    from meetings m cross join lateral unnest(m.held_again) h(again)
    where m.held_again is not null and ${again} && ${range}`;
}

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
    with slot as materialized (${slots(app, range)}),
    turning as materialized (
      select user_id, from_at as at, 1 as change from slot union all select user_id, to_at, -1 from slot
    ),
    fleet as (select at, sum(sum(change)) over (order by at) as bots from turning group by at),
    peak as (select at, bots from fleet order by bots desc, at limit 1),
    spell as (
      select user_id, at, sum(sum(change)) over (partition by user_id order by at) as bots,
        lead(at) over (partition by user_id order by at) as until
      from turning group by user_id, at
    ),
    allowed as materialized (
      select d.user_id, u.most from (select distinct user_id from slot) d
      cross join lateral (select ${limit} as most from users u where u.id = d.user_id offset 0) u
    ),
    full_house as (
      select s.user_id, s.until - s.at as length from spell s join allowed a on a.user_id = s.user_id
      where a.most > 0 and s.bots >= a.most and s.until > s.at
    )
    select coalesce((select bots from peak), 0)::int as peak, (select at from peak where bots > 0) as "peakAt",
      (select coalesce(extract(epoch from sum(to_at - from_at)), 0) from slot)::double precision
        / extract(epoch from ${range.end}::timestamptz - ${range.start}::timestamptz)::double precision as average,
      (select coalesce(extract(epoch from sum(length)), 0) from full_house)::double precision as "timeAtLimit",
      (select count(distinct user_id) from full_house)::int as "usersAtLimit",
      (select coalesce(sum(r.refused), 0) from bot_refusals r where ${inTimeRange(sql`r.quarter`, range)})::int as refused`);
  if (concurrency === undefined) throw new Error('a statement without a table answers one row');
  return concurrency;
}
