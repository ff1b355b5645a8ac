import type { TimeRange } from '../../core/time/range.ts';
import { DEFAULT_PAGE, MAX_PAGE } from './connection.ts';
import type { Arguments, Items } from './cost.ts';

// How many objects those lists hold that arguments decide about. What breaks the rules of a field
// counts for nothing here: the field refuses it.

/** The rows of a page; their number stands at the field that the connection came from. */
export const PAGE_ITEMS: Items = {
  by: 'first',
  count: (_args, { first, last }) => {
    const size = first ?? last ?? DEFAULT_PAGE;
    return typeof size === 'number' ? Math.min(Math.max(size, 0), MAX_PAGE) : DEFAULT_PAGE;
  },
};

export function oneForEach(argument: string): Items {
  return { by: argument, count: (args) => lengthOf(args[argument]) };
}

/** One for each item of the lists in the input of a mutation. */
export const INPUT_ITEMS: Items = {
  by: 'input',
  count: (_args, { input }) =>
    Object.values((input ?? {}) as Arguments).reduce<number>((sum, one) => sum + lengthOf(one), 0),
};

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MOST_POINTS = 10_000;

/** Which bucket of UTC an instant belongs to, counted upwards. Days since 1970, which began with a Thursday. */
const UTC_BUCKETS: Readonly<Record<string, (at: number) => number>> = {
  hour: (at) => Math.floor(at / HOUR_MS),
  day: (at) => Math.floor(at / DAY_MS),
  week: (at) => Math.floor((Math.floor(at / DAY_MS) + 3) / 7),
  month: (at) => {
    const date = new Date(at);
    return date.getUTCFullYear() * 12 + date.getUTCMonth();
  },
};

/** The shortest that a bucket of another zone is: a day has 23 hours where clocks go forward. */
const BUCKET_HOURS: Readonly<Record<string, number>> = { hour: 1, day: 23, week: 167, month: 671 };

type Buckets = { readonly bucket: string; readonly timeZone: unknown };

/** A point for each bucket that a range touches: exactly in UTC, at most in other zones. */
function pointsIn(range: TimeRange | null | undefined, { bucket, timeZone }: Buckets): number {
  if (!range || range.end <= range.start) return 0;
  const [start, end] = [range.start.getTime(), range.end.getTime()];
  const numberOf = UTC_BUCKETS[bucket];
  const hours = (end - start) / HOUR_MS;
  const points =
    numberOf !== undefined && timeZone === 'UTC'
      ? numberOf(end - 1) - numberOf(start) + 1
      : Math.ceil(hours / (BUCKET_HOURS[bucket] ?? 1)) + 1;
  return points > MOST_POINTS ? 0 : points;
}

export const DAILY_ITEMS: Items = {
  by: 'range',
  count: ({ range }) =>
    pointsIn(range as TimeRange | undefined, { bucket: 'day', timeZone: 'UTC' }),
};

export const SERIES_ITEMS: Items = {
  by: 'bucket',
  count: ({ bucket }, { range, timeZone }) =>
    pointsIn(range as TimeRange | undefined, { bucket: String(bucket), timeZone }),
};
