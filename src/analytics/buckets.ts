import sql, { type Sql } from 'sql-template-tag';
import { InvalidInputError } from '../errors.ts';
import { issue, type Range } from '../period/range.ts';

/** How finely a series is cut, in the words of PostgreSQL's `date_trunc`. */
export const BUCKETS = ['hour', 'day', 'week', 'month'] as const;
export type Bucket = (typeof BUCKETS)[number];

const HOURS: Readonly<Record<Bucket, number>> = { hour: 1, day: 24, week: 168, month: 720 };
const HOUR_MS = 3_600_000;
const MAX_POINTS = 10_000;

/** @throws InvalidInputError when the series would be too long to be drawn, or read */
export function checkPoints(bucket: Bucket, { start, end }: Range): void {
  const points = Math.ceil((end.getTime() - start.getTime()) / (HOURS[bucket] * HOUR_MS));
  if (points <= MAX_POINTS) return;
  const message = `would give about ${points} points, and may give at most ${MAX_POINTS}; take a longer bucket or a shorter range`;
  throw new InvalidInputError([issue(['bucket'], message)]);
}

export type Cut = { readonly bucket: Bucket; readonly timeZone: string };

/** The bucket that a moment lies in, by its start. */
export function bucketOf(moment: Sql, { bucket, timeZone }: Cut): Sql {
  return sql`date_trunc(${bucket}, ${moment}, ${timeZone})`;
}

/**
 * The start of every bucket that the range touches, as rows `(start_at)`. Days and longer ones are
 * counted on the zone's calendar. Hours are found by quarters, because a zone may shift by half an
 * hour.
 */
export function bucketsOf({ start, end }: Range, { bucket, timeZone }: Cut): Sql {
  const last = sql`${end}::timestamptz - interval '1 millisecond'`;
  if (bucket === 'hour') {
    return sql`select distinct ${bucketOf(sql`moment`, { bucket, timeZone })} as start_at
      from (select generate_series(${start}::timestamptz, ${last}, interval '15 minutes') as moment
        union all select ${last}) moments`;
  }
  return sql`select day at time zone ${timeZone} as start_at from generate_series(
    date_trunc(${bucket}, ${start}::timestamptz at time zone ${timeZone}),
    date_trunc(${bucket}, (${last}) at time zone ${timeZone}), ${`1 ${bucket}`}::interval) day`;
}
