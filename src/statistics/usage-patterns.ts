import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../app.ts';
import { nowSql } from '../clock.ts';
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

const PEAKS = 3;

/** One statement for all users; those without meetings are among the answers. */
export function findUsagePatterns(
  { app, read }: { readonly app: App; readonly read: ReadEach },
  userIds: readonly bigint[],
  { range, timeZone }: Period,
): Promise<(UsagePatterns & { readonly id: bigint })[]> {
  return read(userIds, {
    name: 'usage patterns',
    isShared: false,
    statement: (ids) => sql`
    with cell as materialized (
      select user_id, platform, hour, weekday, count(*) as meetings, min(created_at) as first_at, max(created_at) as last_at
      from (
        select m.user_id, m.platform, m.created_at, extract(hour from m.created_at at time zone ${timeZone})::int as hour,
          extract(isodow from m.created_at at time zone ${timeZone})::int as weekday
        from unnest(${ids}::bigint[]) u(id) cross join lateral (
          select m.user_id, m.platform, m.created_at from meetings m
          where m.user_id = u.id and ${within(sql`m.created_at`, range)} offset 0
        ) m
      ) local group by user_id, platform, hour, weekday
    )
    select u.id, t.last_at as "lastActivity",
      coalesce(t.meetings / ${daysOf(app, range)}, 0)::double precision as "meetingsPerDay",
      (select c.platform from cell c where c.user_id = u.id
        group by c.platform order by sum(c.meetings) desc, min(c.first_at), c.platform collate "C" limit 1) as "mostUsedPlatform",
      array(select c.hour from cell c where c.user_id = u.id
        group by c.hour order by sum(c.meetings) desc, min(c.first_at), c.hour limit ${PEAKS}) as "peakUsageHours",
      ${counts(sql`hour`, 0, 23)} as hourly, ${counts(sql`weekday`, 1, 7)} as weekdays
    from unnest(${ids}::bigint[]) u(id)
    left join (select user_id, sum(meetings) as meetings, min(first_at) as first_at, max(last_at) as last_at
      from cell group by user_id) t on t.user_id = u.id`,
  });
}

/** The days of the range; without one, those since the first meeting, today included. */
function daysOf(app: App, range: Period['range']): Sql {
  if (range !== null)
    return sql`(extract(epoch from ${range.end}::timestamptz - ${range.start}::timestamptz) / 86400)`;
  return sql`(greatest(extract(day from ${nowSql(app.clock)} - t.first_at), 0) + 1)`;
}

function counts(column: Sql, first: number, last: number): Sql {
  return sql`array(select coalesce(sum(c.meetings), 0)::int from generate_series(${first}::int, ${last}::int) place
    left join cell c on c.user_id = u.id and c.${column} = place group by place order by place)`;
}
