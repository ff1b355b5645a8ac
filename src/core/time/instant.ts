// The times that this service holds: those of the years 1 to 9999 in UTC, in milliseconds. Only they have
// one spelling in JSON, in cursors and in the database. All ways in go by `instantOf` and `readInstant`.

export const FIRST_INSTANT = '0001-01-01T00:00:00.000Z';
export const LAST_INSTANT = '9999-12-31T23:59:59.999Z';

const FIRST_MS = Date.parse(FIRST_INSTANT);
const LAST_MS = Date.parse(LAST_INSTANT);

/** A written time, taken apart. */
type WrittenTime = {
  /** As `2026-11-20`. */
  readonly date: string;
  /** As `12:00:00`. */
  readonly time: string;
  readonly milliseconds: number;
  /** `Z`, or as `+02:00`. */
  readonly offset: string;
};

/** Null for a time that does not exist, or is in no year from 1 to 9999 in UTC, whatever year is written. */
export function instantOf({ date, time, milliseconds, offset }: WrittenTime): Date | null {
  const local = Date.parse(`${date}T${time}Z`);
  const ahead = offsetMs(offset);
  // JavaScript turns 30 February into 2 March, and 24:00 into the next day.
  const isReal =
    !Number.isNaN(local) && new Date(local).toISOString().startsWith(`${date}T${time}`);
  if (!isReal || ahead === null) return null;
  const second = local - ahead;
  if (second < FIRST_MS || second > LAST_MS) return null;
  return upToLast(second + milliseconds);
}

/** What is rounded up, or made later, does not leave the last year. */
export function upToLast(milliseconds: number): Date {
  return new Date(Math.min(milliseconds, LAST_MS));
}

const OFFSET = /^([+-])([01]\d|2[0-3]):([0-5]\d)$/;

function offsetMs(offset: string): number | null {
  if (offset === 'Z') return 0;
  const [, sign, hours, minutes] = OFFSET.exec(offset) ?? [];
  if (hours === undefined) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

const RFC_3339 = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/;

/** A time as callers write it, in RFC 3339 with a zone; null for anything else. */
export function readInstant(text: string): Date | null {
  const parts = RFC_3339.exec(text.toUpperCase());
  if (parts === null) return null;
  const [, date = '', time = '', fraction = '', offset = ''] = parts;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return instantOf({ date, time, milliseconds, offset });
}
