import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../../core/app.ts';
import { nowSql } from '../../../core/clock.ts';
import type { TimeRange } from '../../../core/time/range.ts';

// A range is read from summaries where it can be, and from the meetings themselves everywhere else. Which
// is which is decided within the statement that reads both, so that it sees one state of everything.

const NO_CUTS: readonly TimeRange[] = [];

/**
 * The CTEs that every figure of a range begins with:
 *
 * - `kept (day)`: the days that are summarised, unchanged since then, and over;
 * - `cut (cells)`: parts of these days that are to be read from the meetings nevertheless;
 * - `piece (from_at, to_at)`: what is to be read from the meetings.
 */
export function coverage(app: App, { start, end }: TimeRange, cuts = NO_CUTS): Sql {
  const days = sql`select range_agg(tstzrange(k.day, k.day + interval '24 hours')) from kept k`;
  return sql`kept as materialized (
      select d.day from summary_days d
      where d.summarised_at is not null and d.day >= ${start}::timestamptz
        and d.day + interval '24 hours' <= least(${end}::timestamptz, ${nowSql(app.clock)})
        and d.day not in (select m.day from summary_marks m)
    ),
    cut as materialized (
      select coalesce(range_agg(tstzrange(c.from_at, c.to_at)), '{}') as cells
      from unnest(${cuts.map((cut) => cut.start)}::timestamptz[], ${cuts.map((cut) => cut.end)}::timestamptz[]) c(from_at, to_at)
    ),
    piece as materialized (
      select lower(p) as from_at, upper(p) as to_at
      from unnest(tstzmultirange(tstzrange(${start}::timestamptz, ${end}::timestamptz))
        - (coalesce((${days}), '{}') - (select cells from cut))) p
    )`;
}

/** The meetings of all pieces, as `m`: also those that were deleted by age. */
export const IN_PIECES = sql`from piece p join counted_meetings m on m.created_at >= p.from_at and m.created_at < p.to_at`;

/**
 * The rows of all kept days, as `s`: each day by its index. Without that hint, PostgreSQL does not know how
 * few days there are, and may read all years.
 */
export function inSummarisedDays(table: Sql): Sql {
  return sql`from kept k cross join lateral (select * from ${table} s where s.day = k.day offset 0) s`;
}

/** The same without the cells that are cut. @param at when the cell of a row begins */
export function inSummarisedCells(table: Sql, at: Sql): Sql {
  return sql`${inSummarisedDays(table)} where not (select cells from cut) @> ${at}`;
}

/**
 * The CTEs `whole (month, ends_at)`, months of kept days that are added up, and `used (is_month, start)`:
 * these months, and all kept days outside of them.
 */
export const USED_PERIODS = sql`whole as materialized (
    select m.month, m.ends_at from summary_months m
    where (select count(*) from kept k where k.day >= m.month and k.day < m.ends_at)
      = extract(epoch from m.ends_at - m.month) / 86400
  ),
  used as materialized (
    select true as is_month, w.month as start from whole w
    union all select false, k.day from kept k
    where not exists (select from whole w where k.day >= w.month and k.day < w.ends_at)
  )`;

/** Users in these periods, as `s`. */
export const USED_USERS = sql`from used p join summary_users s on s.is_month = p.is_month and s.start = p.start`;
