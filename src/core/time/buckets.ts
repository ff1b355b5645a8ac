import type { TimeRange } from './range.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** So many points a series has at most: more cannot be drawn, or read. */
export const MOST_POINTS = 10_000;

/** Which bucket a day belongs to, counted upwards. The days are those since 1970; that began with a Thursday. */
export const BUCKET_OF_DAY: Readonly<Record<'day' | 'week' | 'month', (day: number) => number>> = {
  day: (day) => day,
  week: (day) => Math.floor((day + 3) / 7),
  month: (day) => {
    const date = new Date(day * DAY_MS);
    return date.getUTCFullYear() * 12 + date.getUTCMonth();
  },
};

/** The shortest that a bucket of another zone is: a day has 23 hours where clocks go forward. */
const SHORTEST_HOURS: Readonly<Record<string, number>> = {
  hour: 1,
  day: 23,
  week: 167,
  month: 671,
};

type Buckets = { readonly bucket: string; readonly timeZone: unknown };

/** A point for each bucket that a range touches: exactly in UTC, at most in other zones; 0 for more than there may be. */
export function pointsIn(
  range: TimeRange | null | undefined,
  { bucket, timeZone }: Buckets,
): number {
  if (!range || range.end <= range.start) return 0;
  const [start, end] = [range.start.getTime(), range.end.getTime()];
  const points =
    timeZone === 'UTC' && isBucket(bucket)
      ? utcBucket(bucket, end - 1) - utcBucket(bucket, start) + 1
      : Math.ceil((end - start) / HOUR_MS / (SHORTEST_HOURS[bucket] ?? 1)) + 1;
  return points > MOST_POINTS ? 0 : points;
}

type Bucket = 'hour' | keyof typeof BUCKET_OF_DAY;

function isBucket(name: string): name is Bucket {
  return Object.hasOwn(SHORTEST_HOURS, name);
}

/** Which bucket of UTC an instant belongs to, counted upwards. */
function utcBucket(bucket: Bucket, instant: number): number {
  if (bucket === 'hour') return Math.floor(instant / HOUR_MS);
  return BUCKET_OF_DAY[bucket](Math.floor(instant / DAY_MS));
}
