import { NOTHING } from '../format.ts';

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const MINUTE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const SECOND = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const INSTANT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const UTC = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'full',
  timeStyle: 'long',
  timeZone: 'UTC',
});
const FORMATS = { day: DAY, minute: MINUTE, second: SECOND, instant: INSTANT };

type Props = {
  readonly at: string | null | undefined;
  readonly to?: keyof typeof FORMATS;
  /** A moment whose date is shown next to it: the date is added if this one is of another day. */
  readonly day?: string;
  /** What it says when there is no such moment. */
  readonly none?: string;
};

/** A moment in the browser's time zone; UTC is shown under the pointer, and programs read it exactly. */
export function Timestamp({ at, to = 'minute', day, none = NOTHING }: Props) {
  if (!at) return <span class="muted">{none}</span>;
  const date = new Date(at);
  const isOtherDay = day !== undefined && DAY.format(date) !== DAY.format(new Date(day));
  return (
    <time dateTime={at} title={UTC.format(date)}>
      {(isOtherDay ? INSTANT : FORMATS[to]).format(date)}
    </time>
  );
}
