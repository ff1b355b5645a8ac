import sql, { type Sql } from 'sql-template-tag';
import { STAGE } from '../../meetings/stage.ts';
import { activeUsersOfPieces } from './active-users.ts';
import { IN_PIECES } from './coverage.ts';
import { SPELLS, slotsInPieces, TURNINGS } from './slots.ts';
import { SUM_COLUMNS, SUMS } from './sums.ts';
import { BUCKETED_TIMES } from './times.ts';

/** A table with summaries of days: its rows of one day, and what they have to be. */
export type DayTable = {
  readonly name: Sql;
  readonly columns: Sql;
  /** Which of its rows, with the alias `s`, belong to a day. */
  readonly ofDay: (day: Date) => Sql;
  /** The rows as the meetings have them, while the only `piece` is that day. */
  readonly computed: Sql;
};

/** The day is over: whoever still holds a slot held it through all of it. */
const SLOTS = slotsInPieces(sql`'infinity'::timestamptz`);

const quarterOf = (at: Sql) =>
  sql`date_bin('15 minutes', ${at}, timestamptz '2000-01-01 00:00:00+00')`;

const QUARTERS = sql`
  with slot as materialized (${SLOTS}),
  turning as (
    select at, change from (${TURNINGS}) t
    union all select at, 0 from piece, generate_series(from_at, to_at - interval '15 minutes', '15 minutes') at
  ),
  level as (select at, sum(sum(change)) over (order by at) as bots from turning group by at),
  top as (
    select ${quarterOf(sql`at`)} as quarter, max(bots)::int as peak, (array_agg(at order by bots desc, at))[1] as peak_at
    from level, piece where at < to_at group by 1
  ),
  counted as (select ${quarterOf(sql`m.created_at`)} as quarter, ${SUMS} ${IN_PIECES} group by 1)
  select (select from_at from piece) as day, t.quarter, coalesce(meetings, 0) as meetings, coalesce(completed, 0) as completed, coalesce(failed, 0) as failed,
    coalesce(running, 0) as running, coalesce(timed, 0) as timed, coalesce(duration_ms, 0) as duration_ms,
    peak, case when peak > 0 then peak_at end as peak_at
  from top t left join counted c on c.quarter = t.quarter where peak > 0 or meetings > 0`;

const OUTCOMES = sql`select platform, status, ${STAGE} as stage, completion_reason as reason, ${SUMS}
  ${IN_PIECES} group by 1, 2, 3, 4`;

const USERS = sql`
  with slot as materialized (${SLOTS}),
  turning as materialized (${TURNINGS}),
  held as (
    select user_id, array_agg(ms order by bots) as held_ms from (
      select s.user_id, n.bots, (1000 * extract(epoch from sum(s.until - s.at)))::bigint as ms
      from (${SPELLS}) s cross join generate_series(1, s.bots) n(bots) where s.until > s.at group by 1, 2
    ) level group by 1
  ),
  counted as (select user_id, ${SUMS} ${IN_PIECES} group by 1)
  select false as is_month, (select from_at from piece) as start, user_id, coalesce(meetings, 0) as meetings,
    coalesce(completed, 0) as completed, coalesce(failed, 0) as failed, coalesce(running, 0) as running,
    coalesce(timed, 0) as timed, coalesce(duration_ms, 0) as duration_ms, coalesce(held_ms, '{}') as held_ms
  from counted full join held using (user_id) order by user_id`;

const isDay = (day: Date) => sql`s.day = ${day}::timestamptz`;
const isPeriodOfDay = (day: Date) => sql`not s.is_month and s.start = ${day}::timestamptz`;

export const DAY_TABLES: readonly DayTable[] = [
  {
    name: sql`summary_quarters`,
    columns: sql`day, quarter, ${SUM_COLUMNS}, peak, peak_at`,
    ofDay: isDay,
    computed: QUARTERS,
  },
  {
    name: sql`summary_active_users`,
    columns: sql`day, hour, chunk, users`,
    ofDay: isDay,
    computed: sql`select (select from_at from piece) as day, start_at as hour, chunk, users from (${activeUsersOfPieces((at) => sql`date_trunc('hour', ${at}, 'UTC')`)}) a`,
  },
  {
    name: sql`summary_outcomes`,
    columns: sql`day, place, platform, status, stage, reason, ${SUM_COLUMNS}`,
    ofDay: isDay,
    computed: sql`select (select from_at from piece) as day, row_number() over (order by platform collate "C", status collate "C", stage collate "C", reason collate "C")::int as place, o.*
      from (${OUTCOMES}) o`,
  },
  {
    name: sql`summary_users`,
    columns: sql`is_month, start, user_id, ${SUM_COLUMNS}, held_ms`,
    ofDay: isPeriodOfDay,
    computed: USERS,
  },
  {
    name: sql`summary_times`,
    columns: sql`is_month, start, platform, metric, bucket, measured, seconds, counts`,
    ofDay: isPeriodOfDay,
    computed: sql`select false as is_month, (select from_at from piece) as start, t.* from (${BUCKETED_TIMES}) t`,
  },
];

/** The one piece. */
export function pieceOf(day: Date): Sql {
  return sql`piece as materialized (select ${day}::timestamptz as from_at, ${day}::timestamptz + interval '24 hours' as to_at)`;
}

/** How long bots held slots on that day. */
export const HELD_MS = sql`select coalesce(1000 * extract(epoch from sum(to_at - from_at)), 0)::bigint from (${SLOTS}) slot`;
