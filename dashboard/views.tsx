import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Account } from './account/account.tsx';
import { OwnKeys, OwnMeetings } from './account/lists.tsx';
import { Notices } from './actions/notices.tsx';
import { AdminKeys } from './admin-keys/admin-keys.tsx';
import { Audit } from './audit/audit.tsx';
import { Imports } from './imports/imports.tsx';
import { KeyPage } from './key/key.tsx';
import { AllKeys } from './keys/keys.tsx';
import { MeetingDetail } from './meetings/detail.tsx';
import { MeetingList } from './meetings/list.tsx';
import { type Offered, offeredPlace, Top } from './navigation.tsx';
import { Overview } from './overview/overview.tsx';
import { useParams, usePlace, VIEW_NAMES, type View } from './parts/address.ts';
import { Timestamp } from './parts/timestamp.tsx';
import { useTitle } from './parts/title.ts';
import { LENGTHS, type Length, lengthOf, type Period, periodOf, USUAL_LENGTH } from './range.ts';
import type { Session } from './session/session.ts';
import { Settings } from './settings/settings.tsx';
import { UserPage } from './user/user.tsx';
import { Users } from './users/users.tsx';
import { Webhooks } from './webhooks/webhooks.tsx';

type Props = { readonly session: Session; readonly onLeave: () => void };

/** What stands around everything: where one is, which days are shown, and the way out. */
export function Views({ session, onLeave }: Props) {
  const place = usePlace();
  const shown = placeWithPage(offeredPlace(place, session));
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
      <Top view={shown.view} session={session} onLeave={onLeave} />
      <main tabIndex={-1}>
        <RangeBar days={days} period={hasPeriod(shown) ? period : null} onChoose={show} />
        <Shown
          key={`${shown.view}/${shown.id}`}
          place={shown}
          period={period}
          isAdmin={session.rights === 'ADMIN'}
          isOwn={session.rights === 'USER'}
        />
      </main>
    </Notices>
  );
}

/** The place, or its list where it names something that has no page of its own. */
function placeWithPage(place: Offered): Offered {
  return PAGES[place.view] === undefined ? { ...place, id: null } : place;
}

const LISTS_OF_DAYS: readonly View[] = ['account', 'overview', 'meetings', 'users'];
const PAGES_OF_DAYS: readonly View[] = ['users', 'keys'];

/** Lists of keys and events are not of some days; the usage of one key is. */
function hasPeriod({ view, id }: Offered): boolean {
  return (id === null ? LISTS_OF_DAYS : PAGES_OF_DAYS).includes(view);
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
          <Timestamp at={period.range.start} /> to <Timestamp at={period.range.end} />,{' '}
          {period.timeZone}
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
  readonly place: Offered;
  readonly period: Period;
  readonly isAdmin: boolean;
  /** Only what is the caller's own. */
  readonly isOwn: boolean;
};

function Shown({ place, period, isAdmin, isOwn }: ShownProps) {
  const { view, id } = place;
  useTitle(id === null ? VIEW_NAMES[view] : null);
  const props = { period, isAdmin, isOwn };
  return id === null ? LISTS[view](props) : (PAGES[view]?.({ ...props, id }) ?? LISTS[view](props));
}

type PageProps = Omit<ShownProps, 'place'>;

/** Each is read again with a new period, which begins with each click on Refresh. */
const LISTS: Readonly<Record<View, (props: PageProps) => VNode>> = {
  account: ({ period }) => <Account period={period} key={period.range.end} />,
  overview: ({ period }) => <Overview period={period} />,
  meetings: ({ period, isAdmin, isOwn }) =>
    isOwn ? (
      <OwnMeetings period={period} key={period.range.end} />
    ) : (
      <MeetingList period={period} isLive={isAdmin} key={period.range.end} />
    ),
  users: ({ period, isAdmin }) => <Users {...{ period, isAdmin }} key={period.range.end} />,
  keys: ({ period, isOwn }) =>
    isOwn ? <OwnKeys key={period.range.end} /> : <AllKeys key={period.range.end} />,
  webhooks: ({ period }) => <Webhooks key={period.range.end} />,
  imports: ({ period }) => <Imports key={period.range.end} />,
  audit: ({ period }) => <Audit key={period.range.end} />,
  'admin-keys': ({ period }) => <AdminKeys key={period.range.end} />,
  settings: ({ period }) => <Settings key={period.range.end} />,
};

type OneProps = PageProps & { readonly id: string };

const PAGES: Readonly<Partial<Record<View, (props: OneProps) => VNode>>> = {
  meetings: ({ id, period }) => <MeetingDetail id={id} key={period.range.end} />,
  users: ({ id, period, isAdmin }) => (
    <UserPage {...{ id, period, isAdmin }} key={period.range.end} />
  ),
  keys: ({ id, period }) => <KeyPage id={id} key={period.range.end} />,
};
