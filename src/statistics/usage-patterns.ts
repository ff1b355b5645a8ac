import sql, { raw, type Sql } from 'sql-template-tag';
import type { App } from '../app.ts';
import { nowSql } from '../clock.ts';
import { hiddenIds } from '../database/hidden.ts';
import type { ReadEach } from '../database/side-by-side.ts';
import type { Period } from '../period/range.ts';
import { within } from '../period/range-sql.ts';

/** When and where somebody meets. Hours and days are those of a time zone. */
export type UsagePatterns = {
  readonly mostUsedPlatform: string | null;
  readonly meetingsPerDay: number;
  readonly peakUsageHours: readonly number[];
  /** 24 counts, from midnight on. */
  readonly hourly: readonly number[];
  /** Seven counts, from Monday on. */
  readonly weekdays: readonly number[];
  readonly lastActivity: Date | null;
};

const PEAKS = raw('3');

/** One statement for all users; those without meetings are among the answers. */
export function findUsagePatterns(
  { app, read }: { readonly app: App; readonly read: ReadEach },
  userIds: readonly bigint[],
  { range, timeZone }: Period,
): Promise<(UsagePatterns & { readonly id: bigint })[]> {
  return read(userIds, {
    name: 'usage patterns',
    args: { range, timeZone },
    statement: (ids) => sql`
    with owner as (select id from unnest(${hiddenIds(ids)}) id),
    cell as materialized (
      select user_id, platform, hour, weekday, count(*)::int as meetings, min(created_at) as first_at, max(created_at) as last_at
      from (
        select m.user_id, m.platform, m.created_at, extract(hour from m.created_at at time zone ${timeZone})::int as hour,
          extract(isodow from m.created_at at time zone ${timeZone})::int as weekday
        from owner u cross join lateral (
          select m.user_id, m.platform, m.created_at from meetings m
          where m.user_id = u.id and ${within(sql`m.created_at`, range)} offset 0
        ) m
      ) local group by user_id, platform, hour, weekday
    ),
    total as (select user_id, sum(meetings) as meetings, min(first_at) as first_at, max(last_at) as last_at from cell group by user_id),
    favourite as (
      select distinct on (user_id) user_id, platform
      from (select user_id, platform, sum(meetings) as meetings, min(first_at) as first_at from cell group by user_id, platform) p
      order by user_id, meetings desc, first_at, platform collate "C"),
    by_hour as (select user_id, hour as place, sum(meetings)::int as meetings, min(first_at) as first_at from cell group by user_id, hour),
    by_weekday as (select user_id, weekday as place, sum(meetings)::int as meetings from cell group by user_id, weekday),
    peak as (
      select user_id, array_agg(place order by nth) as hours
      from (select user_id, place, row_number() over (partition by user_id order by meetings desc, first_at, place) as nth from by_hour) ranked
      where nth <= ${PEAKS} group by user_id),
    hourly as (${counts(sql`by_hour`, 0, 23)}), weekdays as (${counts(sql`by_weekday`, 1, 7)})
    select u.id, t.last_at as "lastActivity",
      coalesce(t.meetings / ${daysOf(app, range)}, 0)::double precision as "meetingsPerDay",
      f.platform as "mostUsedPlatform", coalesce(p.hours, '{}') as "peakUsageHours",
      h.counts as hourly, w.counts as weekdays
    from owner u join hourly h on h.id = u.id join weekdays w on w.id = u.id
    left join total t on t.user_id = u.id left join favourite f on f.user_id = u.id left join peak p on p.user_id = u.id`,
  });
}

/** The days of the range; without one, those since the first meeting, today included. */
function daysOf(app: App, range: Period['range']): Sql {
  if (range !== null)
    return sql`(extract(epoch from ${range.end}::timestamptz - ${range.start}::timestamptz) / 86400)`;
  return sql`(greatest(extract(day from ${nowSql(app.clock)} - t.first_at), 0) + 1)`;
}

/** How many there were at each place, nothing left out. */
function counts(table: Sql, first: number, last: number): Sql {
  return sql`select u.id, array_agg(coalesce(c.meetings, 0) order by p.place) as counts
    from owner u cross join generate_series(${raw(String(first))}, ${raw(String(last))}) p(place)
    left join ${table} c on c.user_id = u.id and c.place = p.place group by u.id`;
}
