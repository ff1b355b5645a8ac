import { useMemo, useState } from 'preact/hooks';
import { Notices } from './actions/notices.tsx';
import { AdminKeys } from './admin-keys/admin-keys.tsx';
import { Audit } from './audit/audit.tsx';
import { Keys } from './keys/keys.tsx';
import { Meetings } from './meetings/meetings.tsx';
import { Overview } from './overview/overview.tsx';
import { addressOf, type Place, useParams, usePlace, VIEWS, type View } from './parts/address.ts';
import { Moment } from './parts/moment.tsx';
import { useTitle } from './parts/title.ts';
import { LENGTHS, type Length, lengthOf, type Period, periodOf, USUAL_LENGTH } from './range.ts';
import type { Session } from './session/session.ts';
import { Settings } from './settings/settings.tsx';
import { UserPage } from './user/user.tsx';
import { Users } from './users/users.tsx';

type Props = { readonly session: Session; readonly onLeave: () => void };

const NAMES: Readonly<Record<View, string>> = {
  overview: 'Overview',
  meetings: 'Meetings',
  users: 'Users',
  keys: 'Keys',
  audit: 'Audit log',
  'admin-keys': 'Admin keys',
  settings: 'Settings',
};

/** What a key that only reads figures is not offered. */
const OF_ADMINS: ReadonlySet<View> = new Set<View>(['audit', 'admin-keys', 'settings']);

/** What stands around everything: where one is, which days are shown, and the way out. */
export function Views({ session, onLeave }: Props) {
  const place = usePlace();
  const [, change] = useParams();
  const days = lengthOf(place.params['days']);
  const [round, setRound] = useState(0);
  const period = useMemo(() => periodOf(days), [days, round]);
  const show = (length: Length) => {
    if (length === days) setRound(round + 1);
    else change({ days: length === USUAL_LENGTH ? null : String(length) });
  };
  return (
    <Notices>
      <Top view={place.view} session={session} onLeave={onLeave} />
      <main tabIndex={-1}>
        <RangeBar days={days} period={hasPeriod(place) ? period : null} onChoose={show} />
        <Shown
          key={`${place.view}/${place.id}`}
          place={place}
          period={period}
          isAdmin={session.isAdmin}
        />
      </main>
    </Notices>
  );
}

/** Lists of keys and events are not of some days; the usage of one key is. */
function hasPeriod({ view, id }: Place): boolean {
  return view === 'overview' || view === 'meetings' || view === 'users' || id !== null;
}

type TopProps = {
  readonly view: View;
  readonly session: Session;
  readonly onLeave: () => void;
};

function Top({ view: current, session: { name, isAdmin, key }, onLeave }: TopProps) {
  const views = VIEWS.filter((view) => isAdmin || !OF_ADMINS.has(view));
  return (
    <header class="top">
      <h1>Latchkey</h1>
      <nav aria-label="Views">
        {views.map((view) => (
          <a key={view} href={addressOf(view)} aria-current={view === current ? 'page' : undefined}>
            {NAMES[view]}
          </a>
        ))}
      </nav>
      <div class="who">
        <span class="muted small">{name}</span>
        <button type="button" onClick={onLeave}>
          {key === null ? 'Sign out' : 'Forget key'}
        </button>
      </div>
    </header>
  );
}

type BarProps = {
  readonly days: Length;
  /** Null where nothing depends on it. */
  readonly period: Period | null;
  readonly onChoose: (days: Length) => void;
};

function RangeBar({ days, period, onChoose }: BarProps) {
  return (
    <div class="bar">
      {period && <Lengths days={days} onChoose={onChoose} />}
      <button type="button" onClick={() => onChoose(days)}>
        Refresh
      </button>
      {period && (
        <span class="muted small">
          <Moment at={period.range.start} /> to <Moment at={period.range.end} />, {period.timeZone}
        </span>
      )}
    </div>
  );
}

function Lengths({ days, onChoose }: Pick<BarProps, 'days' | 'onChoose'>) {
  return (
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
  );
}

type ShownProps = {
  readonly place: Place;
  readonly period: Period;
  readonly isAdmin: boolean;
};

function Shown({ place: { view, id }, period, isAdmin }: ShownProps) {
  useTitle(id === null ? NAMES[view] : null);
  const round = period.range.end;
  if (view === 'meetings') return <Meetings {...{ period, isAdmin }} chosen={id} key={round} />;
  if (view === 'users' && id !== null) return <UserPage {...{ id, period, isAdmin }} key={round} />;
  if (view === 'users') return <Users {...{ period, isAdmin }} key={round} />;
  if (view === 'keys') return <Keys isAdmin={isAdmin} chosen={id} key={round} />;
  if (view === 'audit' && isAdmin) return <Audit key={round} />;
  if (view === 'admin-keys' && isAdmin) return <AdminKeys key={round} />;
  if (view === 'settings' && isAdmin) return <Settings key={round} />;
  return <Overview period={period} />;
}
