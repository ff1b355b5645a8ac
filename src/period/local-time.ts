import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../app.ts';
import { offsetsOf } from './offsets.ts';
import type { Period } from './range.ts';

const EPOCH = new Date(0);
const YEAR_MS = 366 * 86_400_000;

/**
 * What clocks in the period's zone show at a moment, as a timestamp without a zone. Without a range,
 * moments before 1970 are read with the offset of then.
 */
export function localTime({ clock }: App, moment: Sql, { range, timeZone }: Period): Sql {
  const { start, end } = range ?? {
    start: EPOCH,
    end: new Date((clock() ?? new Date()).getTime() + YEAR_MS),
  };
  const [first, ...changes] = offsetsOf(timeZone, start, end);
  const aheads = [first, ...changes].map((offset) => (offset?.ahead ?? 0) / 1_000);
  const moments = changes.map(({ from }) => new Date(from));
  return sql`(${moment} at time zone 'UTC' + make_interval(secs =>
    (${aheads}::double precision[])[1 + width_bucket(${moment}, ${moments}::timestamptz[])]))`;
}
