// Hours, days, weeks and months of a time zone as its own calendar writes them.

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function partsOf(moment: number, timeZone: string): Record<string, string> {
  const format =
    FORMATS.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      timeZoneName: 'longOffset',
    });
  FORMATS.set(timeZone, format);
  return Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
}

export function hourOf(moment: number, timeZone: string): number {
  return Number(partsOf(moment, timeZone)['hour']);
}

/** From 1 (Monday) to 7 (Sunday). */
export function weekdayOf(moment: number, timeZone: string): number {
  return new Date(`${dayOf(moment, timeZone)}T00:00:00Z`).getUTCDay() || 7;
}

function dayOf(moment: number, timeZone: string): string {
  const { year, month, day } = partsOf(moment, timeZone);
  return `${year}-${month}-${day}`;
}

export type BucketName = 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';

/** One text for all moments of one bucket, and of no other. */
export function labelOf(moment: number, bucket: BucketName, timeZone: string): string {
  const parts = partsOf(moment, timeZone);
  const day = dayOf(moment, timeZone);
  // Where clocks go back, the same hour comes twice, with another offset.
  if (bucket === 'HOUR') return `${day} ${parts['hour']} ${parts['timeZoneName']}`;
  if (bucket === 'DAY') return day;
  if (bucket === 'MONTH') return day.slice(0, 7);
  const monday = Date.parse(`${day}T00:00:00Z`) - (weekdayOf(moment, timeZone) - 1) * 86_400_000;
  return new Date(monday).toISOString().slice(0, 10);
}

const QUARTER_MS = 900_000;

/** The labels of all buckets that a range touches, in their order. */
export function labelsOf(
  start: number,
  end: number,
  bucket: BucketName,
  timeZone: string,
): string[] {
  const labels: string[] = [];
  for (let moment = start; moment < end; moment += QUARTER_MS)
    labels.push(labelOf(moment, bucket, timeZone));
  labels.push(labelOf(end - 1, bucket, timeZone));
  return [...new Set(labels)];
}
