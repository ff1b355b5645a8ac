import sql, { type Sql } from 'sql-template-tag';
import { InvalidInputError } from '../../core/errors.ts';
import { MOST_POINTS } from '../../core/time/buckets.ts';
import { issue, type TimeRange } from '../../core/time/range.ts';
import { bucketStarts } from './bucket-starts.ts';

/** How finely a series is cut. */
export const BUCKETS = ['hour', 'day', 'week', 'month'] as const;
export type Bucket = (typeof BUCKETS)[number];

const HOURS: Readonly<Record<Bucket, number>> = { hour: 1, day: 24, week: 168, month: 720 };
const HOUR_MS = 3_600_000;

/** @throws InvalidInputError when the series would be too long to be drawn, or read */
export function checkPoints(bucket: Bucket, { start, end }: TimeRange): void {
  const points = Math.ceil((end.getTime() - start.getTime()) / (HOURS[bucket] * HOUR_MS));
  if (points <= MOST_POINTS) return;
  const message = `would return about ${points} points; the limit is ${MOST_POINTS}. Use a longer bucket or a shorter range`;
  throw new InvalidInputError([issue(['bucket'], message)]);
}

export type Cut = { readonly bucket: Bucket; readonly timeZone: string };

/** The starts of the buckets of a range, in their order. */
export type Buckets = { readonly startTimes: readonly Date[]; readonly starts: Sql };

export function bucketsOf(range: TimeRange, { bucket, timeZone }: Cut): Buckets {
  const startTimes = bucketStarts(range, bucket, timeZone);
  return { startTimes, starts: sql`${startTimes}::timestamptz[]` };
}

const CELLS = { quarter: HOUR_MS / 4, hour: HOUR_MS };
export type Cell = keyof typeof CELLS;

/**
 * The cells of UTC in the middle of which a bucket begins: a summary of such a cell belongs to two buckets.
 * Those that follow each other are one range. Quarters are cut only where clocks once went by the sun.
 */
export function cutCells({ start }: TimeRange, starts: readonly Date[], cell: Cell): TimeRange[] {
  const length = CELLS[cell];
  const cuts: { start: Date; end: Date }[] = [];
  for (const at of starts) {
    const from = Math.floor(at.getTime() / length) * length;
    if (at <= start || at.getTime() === from) continue;
    const last = cuts.at(-1);
    if (last !== undefined && last.end.getTime() >= from) last.end = new Date(from + length);
    else cuts.push({ start: new Date(from), end: new Date(from + length) });
  }
  return cuts;
}

/** The bucket that a moment of the range lies in, by its start. */
export function bucketOf(instant: Sql, { starts }: Buckets): Sql {
  return sql`(${starts})[width_bucket(${instant}, ${starts})]`;
}
