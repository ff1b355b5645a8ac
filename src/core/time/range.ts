import { type InputIssue, InvalidInputError } from '../errors.ts';
import { isZone } from './zone.ts';

/** From a moment (included) to another (excluded). */
export type TimeRange = { readonly start: Date; readonly end: Date };

const DAY_MS = 86_400_000;
const MAX_YEARS = 10;
const MAX_RANGE_MS = (MAX_YEARS * 365 + 3) * DAY_MS;

type Given = {
  readonly range?: TimeRange | null | undefined;
  readonly timeZone?: string | null | undefined;
};

export type Period = { readonly range: TimeRange | null; readonly timeZone: string };

/** @throws InvalidInputError with everything that is wrong with either */
export function readPeriod({ range, timeZone }: Given): Period {
  const zone = timeZone ?? 'UTC';
  const issues = [...(range ? rangeIssues(range) : []), ...zoneIssues(zone)];
  if (issues.length > 0) throw new InvalidInputError(issues);
  return { range: range ? { start: range.start, end: range.end } : null, timeZone: zone };
}

function rangeIssues({ start, end }: TimeRange): InputIssue[] {
  const length = end.getTime() - start.getTime();
  if (length <= 0) return [issue(['range', 'end'], 'must be after `start`')];
  return length > MAX_RANGE_MS
    ? [issue(['range'], `must span at most ${MAX_YEARS} years; request a shorter range`)]
    : [];
}

function zoneIssues(zone: string): InputIssue[] {
  return isZone(zone) ? [] : [zoneIssue()];
}

function zoneIssue(): InputIssue {
  return issue(['timeZone'], 'is not a time zone; use an IANA name such as Europe/Berlin');
}

/** The stretch of the same length that ends where this one starts. */
export function previousOf({ start, end }: TimeRange): TimeRange {
  return { start: new Date(2 * start.getTime() - end.getTime()), end: start };
}

export function issue(path: InputIssue['path'], message: string): InputIssue {
  return { path, message, type: 'value_error' };
}
