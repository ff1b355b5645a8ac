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
const MOST_POINTS = 10_000;

/** The shortest that a bucket is: a day has 23 hours where clocks go forward. */
const BUCKET_HOURS: Readonly<Record<string, number>> = { hour: 1, day: 23, week: 167, month: 671 };

/** A point for each bucket that a range touches. */
function pointsIn(range: TimeRange | null | undefined, bucket: string): number {
  if (!range) return 0;
  const hours = (range.end.getTime() - range.start.getTime()) / HOUR_MS;
  const points = Math.ceil(hours / (BUCKET_HOURS[bucket] ?? 1)) + 1;
  return hours <= 0 || points > MOST_POINTS ? 0 : points;
}

export const DAILY_ITEMS: Items = {
  by: 'range',
  count: ({ range }) => pointsIn(range as TimeRange | undefined, 'day'),
};

export const SERIES_ITEMS: Items = {
  by: 'bucket',
  count: ({ bucket }, { range }) => pointsIn(range as TimeRange | undefined, String(bucket)),
};
