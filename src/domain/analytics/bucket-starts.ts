import { BUCKET_OF_DAY } from '../../core/time/buckets.ts';
import { learnOffsets, type Offset, offsetsOf } from '../../core/time/offsets.ts';
import type { TimeRange } from '../../core/time/range.ts';
import type { Bucket } from './buckets.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** At least as long as a bucket, with a day that is skipped. */
const LONGEST_MS: Readonly<Record<Bucket, number>> = {
  hour: 3 * HOUR_MS,
  day: 3 * DAY_MS,
  week: 9 * DAY_MS,
  month: 33 * DAY_MS,
};

/** To be waited for before `bucketStarts`, lest that takes long. @returns null where there is nothing to wait for */
export function learnBuckets(
  { start, end }: TimeRange,
  { bucket, timeZone }: { readonly bucket: Bucket; readonly timeZone: string },
): Promise<void> | null {
  return learnOffsets(timeZone, sinceOf(start, bucket), end);
}

function sinceOf(start: Date, bucket: Bucket): Date {
  return new Date(start.getTime() - LONGEST_MS[bucket]);
}

/**
 * The start of every bucket that the range touches. A bucket begins with its first moment: with the
 * first of two midnights, or where clocks jump over midnight, when they do. A day that a zone skips has none.
 */
export function bucketStarts({ start, end }: TimeRange, bucket: Bucket, zone: string): Date[] {
  const since = sinceOf(start, bucket);
  const offsets = offsetsOf(zone, since, end);
  const stretches = offsets.map((offset, place) => ({
    ...offset,
    to: offsets[place + 1]?.from ?? end.getTime(),
  }));
  const starts = bucket === 'hour' ? hoursIn(stretches) : daysIn(stretches, BUCKET_OF_DAY[bucket]);
  const first = starts.findLastIndex((instant) => instant <= start.getTime());
  return starts.slice(Math.max(first, 0)).map((instant) => new Date(instant));
}

/** Time with one offset. */
type Interval = Offset & { readonly to: number };

/** An hour that comes twice is two, told apart by their offsets. */
function hoursIn(stretches: readonly Interval[]): number[] {
  return stretches.flatMap((interval) => [
    interval.from,
    ...boundariesIn(interval, HOUR_MS).filter((instant) => instant > interval.from),
  ]);
}

function daysIn(stretches: readonly Interval[], numberOf: (day: number) => number): number[] {
  const starts: number[] = [];
  let last = -Infinity;
  for (const interval of stretches) {
    for (const instant of [interval.from, ...boundariesIn(interval, DAY_MS)]) {
      const number = numberOf(Math.floor((instant + interval.ahead) / DAY_MS));
      if (number <= last) continue;
      last = number;
      starts.push(instant);
    }
  }
  return starts;
}

/** When a local hour or day begins. */
function boundariesIn({ from, ahead, to }: Interval, length: number): number[] {
  const first = Math.ceil((from + ahead) / length) * length - ahead;
  const count = Math.max(0, Math.ceil((to - first) / length));
  return Array.from({ length: count }, (_, place) => first + place * length);
}
