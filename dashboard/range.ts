export const LENGTHS = [7, 30, 90] as const;
export type Length = (typeof LENGTHS)[number];

export const USUAL_LENGTH: Length = 30;

/** A length as the address has it. */
export function lengthOf(text: string | undefined): Length {
  return LENGTHS.find((length) => String(length) === text) ?? USUAL_LENGTH;
}

/** What the figures are asked for: whole days of the browser's calendar, today so far included. */
export type Period = {
  readonly range: { readonly start: string; readonly end: string };
  readonly timeZone: string;
};

export function periodOf(days: Length, now = new Date()): Period {
  const start = new Date(now.getFullYear(), now.getMonth(), now.getDate() - (days - 1));
  return {
    range: { start: start.toISOString(), end: now.toISOString() },
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/**
 * The calendar day on which a bucket begins, as midnight UTC: charts lay out days in UTC, so that no
 * clock change shifts a bar.
 */
export function calendarDay(start: string): Date {
  const date = new Date(start);
  return new Date(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()));
}
