import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../app.ts';
import { learnOffsets, offsetsOf } from './offsets.ts';
import type { Period, TimeRange } from './range.ts';

const EPOCH = new Date(0);
const YEAR_MS = 366 * 86_400_000;

/** Without a range, from 1970 to a year from now. */
function intervalOf({ clock }: App, { range }: Period): TimeRange {
  return range ?? { start: EPOCH, end: new Date((clock() ?? new Date()).getTime() + YEAR_MS) };
}

/** To be waited for before `localTime`, lest that takes long. @returns null where there is nothing to wait for */
export function learnLocalTime(app: App, period: Period): Promise<void> | null {
  const { start, end } = intervalOf(app, period);
  return learnOffsets(period.timeZone, start, end);
}

/**
 * What clocks in the period's zone show at a moment, as a timestamp without a zone. Without a range,
 * moments before 1970 are read with the offset of then.
 */
export function localTime(app: App, instant: Sql, period: Period): Sql {
  const { start, end } = intervalOf(app, period);
  const [first, ...changes] = offsetsOf(period.timeZone, start, end);
  const inUtc = sql`${instant} at time zone 'UTC'`;
  if (changes.length === 0 && (first?.ahead ?? 0) === 0) return sql`(${inUtc})`;
  const aheads = [first, ...changes].map((offset) => (offset?.ahead ?? 0) / 1_000);
  const instants = changes.map(({ from }) => new Date(from));
  return sql`(${inUtc} + make_interval(secs =>
    (${aheads}::double precision[])[1 + width_bucket(${instant}, ${instants}::timestamptz[])]))`;
}
