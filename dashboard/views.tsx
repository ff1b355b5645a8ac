import { useState } from 'preact/hooks';
import { words } from './format.ts';
import { Keys } from './keys/keys.tsx';
import { Meetings } from './meetings/meetings.tsx';
import { Overview } from './overview/overview.tsx';
import { addressOf, type Place, usePlace, VIEWS, type View } from './parts/address.ts';
import { Moment } from './parts/moment.tsx';
import { LENGTHS, type Length, type Period, periodOf } from './range.ts';
import type { Session } from './session/session.ts';
import { Users } from './users/users.tsx';

type Props = { readonly session: Session; readonly onLeave: () => void };

/** What stands around everything: where one is, which days are shown, and the way out. */
export function Views({ session, onLeave }: Props) {
  const place = usePlace();
  const [days, setDays] = useState<Length>(30);
  const [period, setPeriod] = useState(() => periodOf(days));
  const show = (length: Length) => {
    setDays(length);
    setPeriod(periodOf(length));
  };
  return (
    <>
      <Top
        view={place.view}
        name={session.name}
        leave={session.key === null ? 'Sign out' : 'Forget key'}
        onLeave={onLeave}
      />
      <main tabIndex={-1}>
        <RangeBar days={days} period={period} onChoose={show} />
        <Shown place={place} period={period} isAdmin={session.isAdmin} />
      </main>
    </>
  );
}

type TopProps = {
  readonly view: View;
  readonly name: string;
  /** What the way out is called. */
  readonly leave: string;
  readonly onLeave: () => void;
};

function Top({ view: current, name, leave, onLeave }: TopProps) {
  return (
    <header class="top">
      <h1>Latchkey</h1>
      <nav aria-label="Views">
        {VIEWS.map((view) => (
          <a key={view} href={addressOf(view)} aria-current={view === current ? 'page' : undefined}>
            {words(view)}
          </a>
        ))}
      </nav>
      <div class="who">
        <span class="muted small">{name}</span>
        <button type="button" onClick={onLeave}>
          {leave}
        </button>
      </div>
    </header>
  );
}

type BarProps = {
  readonly days: Length;
  readonly period: Period;
  readonly onChoose: (days: Length) => void;
};

function RangeBar({ days, period: { range, timeZone }, onChoose }: BarProps) {
  return (
    <div class="bar">
      <fieldset class="segments">
        <legend class="hidden">Period</legend>
        {LENGTHS.map((length) => (
          <label key={length}>
            <input
              type="radio"
              name="days"
              checked={length === days}
              onChange={() => onChoose(length)}
            />
            <span>{length} days</span>
          </label>
        ))}
      </fieldset>
      <button type="button" onClick={() => onChoose(days)}>
        Refresh
      </button>
      <span class="muted small">
        <Moment at={range.start} /> to <Moment at={range.end} />, {timeZone}
      </span>
    </div>
  );
}

type ShownProps = {
  readonly place: Place;
  readonly period: Period;
  readonly isAdmin: boolean;
};

function Shown({ place: { view, id }, period, isAdmin }: ShownProps) {
  if (view === 'meetings') return <Meetings period={period} chosen={id} key={period.range.start} />;
  if (view === 'users') return <Users period={period} key={period.range.start} />;
  if (view === 'keys') return <Keys isAdmin={isAdmin} key={period.range.end} />;
  return <Overview period={period} />;
}
