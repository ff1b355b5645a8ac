import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { localTime } from '../../core/time/local-time.ts';
import type { Period } from '../../core/time/range.ts';
import { inTimeRange } from '../../core/time/range-sql.ts';
import type { ReadEach } from '../../data/coalescing/combined-query.ts';
import { eachRowBy } from '../../data/coalescing/shared-read.ts';
import { opaqueFlag, opaqueIds } from '../../data/sql/opaque.ts';

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

export type UsageFigure = keyof UsagePatterns;

export const USAGE_FIGURES = [
  'mostUsedPlatform',
  'meetingsPerDay',
  'peakUsageHours',
  'hourly',
  'weekdays',
  'lastActivity',
] as const satisfies readonly UsageFigure[];

/** Which figures, of when. */
export type UsageSelection = Period & { readonly figures: readonly UsageFigure[] };

/**
 * One statement for all users; those without meetings are among the answers. A figure that is not
 * asked for costs nothing, and is null.
 */
export function loadUsagePatterns(
  read: ReadEach,
  userIds: readonly bigint[],
  requested: UsageSelection,
): Promise<(UsagePatterns & { readonly id: bigint })[]> {
  return read(userIds, PATTERNS(requested));
}

const PATTERNS = eachRowBy<UsageSelection>({
  isSummary: true,
  statement: (app, ids, requested) => sql`
    select u.id, figures.* from unnest(${opaqueIds(ids)}) u(id) cross join lateral (
      with by_hour as materialized (${countsBy(app, 'hour', requested)})
      select ${figuresOf(app, requested)}
    ) figures`,
});

function figuresOf(app: App, requested: UsageSelection): Sql {
  const own = meetingsIn(requested);
  const figures: Record<UsageFigure, Sql> = {
    mostUsedPlatform: sql`(select m.platform ${own} group by m.platform
      order by count(*) desc, min(m.created_at), m.platform collate "C" limit 1)`,
    meetingsPerDay: sql`(select coalesce(sum(meetings) / ${daysOf(app, requested)}, 0)::double precision from by_hour)`,
    peakUsageHours: sql`array(select place from by_hour order by meetings desc, first_at, place limit ${PEAKS})`,
    hourly: placed(sql`by_hour`, 0, 23),
    weekdays: placed(sql`(${countsBy(app, 'isodow', requested)})`, 1, 7),
    lastActivity: sql`(select max(m.created_at) ${own})`,
  };
  // All in one text, so that each connection keeps one plan, whatever is asked for.
  return join(
    USAGE_FIGURES.map((name) => {
      const isRequested = opaqueFlag(requested.figures.includes(name));
      return sql`case when ${isRequested} then ${figures[name]} end as ${raw(`"${name}"`)}`;
    }),
  );
}

const PEAKS = raw('3');

/** Each part of this reads the index alone, as long as it asks for no other columns. */
function meetingsIn({ range }: Period): Sql {
  return sql`from counted_meetings m where m.user_id = u.id and ${inTimeRange(sql`m.created_at`, range)}`;
}

function countsBy(app: App, part: 'hour' | 'isodow', period: Period): Sql {
  // Not `extract`, which makes a number of any length.
  const place = sql`date_part('${raw(part)}', ${localTime(app, sql`m.created_at`, period)})::int`;
  return sql`select ${place} as place, count(*)::int as meetings, min(m.created_at) as first_at
    ${meetingsIn(period)} group by place`;
}

/** How many there were at each place, nothing left out. */
function placed(counts: Sql, first: number, last: number): Sql {
  return sql`array(select coalesce(c.meetings, 0) from generate_series(${raw(String(first))}, ${raw(String(last))}) p(place)
    left join ${counts} c on c.place = p.place order by p.place)`;
}

/** The days of the range; without one, those since the first meeting, today included. */
function daysOf(app: App, { range }: Period): Sql {
  if (range !== null)
    return sql`(extract(epoch from ${range.end}::timestamptz - ${range.start}::timestamptz) / 86400)`;
  return sql`(greatest(extract(day from ${nowSql(app.clock)} - min(first_at)), 0) + 1)`;
}
