import { NOTHING } from '../format.ts';

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const MINUTE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const SECOND = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const FULL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' });
const FORMATS = { day: DAY, minute: MINUTE, second: SECOND };

type Props = {
  readonly at: string | null | undefined;
  readonly to?: keyof typeof FORMATS;
  /** What it says when there is no such moment. */
  readonly none?: string;
};

/** A moment in the browser's time zone; programs read it exactly. */
export function Moment({ at, to = 'minute', none = NOTHING }: Props) {
  if (!at) return <span class="muted">{none}</span>;
  return (
    <time dateTime={at} title={FULL.format(new Date(at))}>
      {FORMATS[to].format(new Date(at))}
    </time>
  );
}
