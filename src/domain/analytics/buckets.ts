import sql, { type Sql } from 'sql-template-tag';
import { InvalidInputError } from '../../core/errors.ts';
import { issue, type TimeRange } from '../../core/time/range.ts';
import { bucketStarts } from './bucket-starts.ts';

/** How finely a series is cut. */
export const BUCKETS = ['hour', 'day', 'week', 'month'] as const;
export type Bucket = (typeof BUCKETS)[number];

const HOURS: Readonly<Record<Bucket, number>> = { hour: 1, day: 24, week: 168, month: 720 };
const HOUR_MS = 3_600_000;
const MAX_POINTS = 10_000;

/** @throws InvalidInputError when the series would be too long to be drawn, or read */
export function checkPoints(bucket: Bucket, { start, end }: TimeRange): void {
  const points = Math.ceil((end.getTime() - start.getTime()) / (HOURS[bucket] * HOUR_MS));
  if (points <= MAX_POINTS) return;
  const message = `would return about ${points} points; the limit is ${MAX_POINTS}. Use a longer bucket or a shorter range`;
  throw new InvalidInputError([issue(['bucket'], message)]);
}

export type Cut = { readonly bucket: Bucket; readonly timeZone: string };

/** The starts of the buckets of a range, in their order. */
export type Buckets = { readonly starts: Sql };

export function bucketsOf(range: TimeRange, { bucket, timeZone }: Cut): Buckets {
  return { starts: sql`${bucketStarts(range, bucket, timeZone)}::timestamptz[]` };
}

/** The bucket that a moment of the range lies in, by its start. */
export function bucketOf(instant: Sql, { starts }: Buckets): Sql {
  return sql`(${starts})[width_bucket(${instant}, ${starts})]`;
}
