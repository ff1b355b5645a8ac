import { type Period, periodOf, USUAL_LENGTH } from '../../dashboard/range.ts';

/** What the pages are about. */
export type PageSubject = {
  readonly user: string;
  readonly email: string;
  readonly token: string;
  readonly meeting: string;
};

/** A query by its name in `dashboard/`, with the variables that the page gives it. */
export type PageQuery = { readonly name: string; readonly variables: object };

export type Page = {
  readonly name: string;
  /** Sent at once, as the page is opened. */
  readonly queries: readonly PageQuery[];
  /** Whose key it is opened with; default: the operator's. */
  readonly by?: 'user';
};

/** What no page needs to open: a dialog's. */
export const OTHER_QUERIES = ['VerifyKey', 'VerifyKeyScope'];

/** As many rows as a list shows. */
const FIRST = { first: 12, last: null, after: null, before: null };
const NEWEST = { field: 'CREATED_AT', direction: 'DESC' };

type Order = { readonly field: string; readonly direction: 'ASC' | 'DESC' };

/** Every page of the dashboard, and its lists in each order and with each kind of filter. */
export function pagesOf(subject: PageSubject): Page[] {
  const period = periodOf(USUAL_LENGTH);
  return [
    // Sent before any page, whoever opens it: whose key or sign-in it is.
    page('entering the key', { name: 'WhoAsks', variables: {} }),
    overview(period),
    ...meetings(period, subject),
    ...users(period),
    ...figuresOf(period, subject),
    ...keys(subject),
    ...audit(subject),
    ...others(),
    ...own(period, subject),
  ];
}

function page(name: string, ...queries: PageQuery[]): Page {
  return { name, queries };
}

function overview(period: Period): Page {
  const analytics = ['OverviewTotals', 'MeetingsPerDay', 'Concurrency', 'Platforms', 'Outcomes'];
  return page('overview', ...analytics.map((name) => ({ name, variables: period })), {
    name: 'TopUsers',
    variables: { ...period, by: 'MEETINGS' },
  });
}

const meetingList = ({ range }: Period, filter: object = {}): PageQuery => ({
  name: 'Meetings',
  variables: { ...FIRST, filter: { createdAt: { gte: range.start }, ...filter } },
});

function meetings(period: Period, { meeting }: PageSubject): Page[] {
  return [
    page('meetings', meetingList(period)),
    page('meetings that failed', meetingList(period, { status: { eq: 'FAILED' } })),
    page('one meeting', { name: 'MeetingTelematics', variables: { id: meeting } }),
  ];
}

function users({ range }: Period): Page[] {
  const list = (filter: object | null, orderBy: Order): PageQuery => ({
    name: 'Users',
    variables: { ...FIRST, range, filter, orderBy },
  });
  const byAddress: Order = { field: 'EMAIL', direction: 'ASC' };
  return [
    page('users', list(null, byAddress)),
    page('users, newest first', list(null, { field: 'CREATED_AT', direction: 'DESC' })),
    page('users whose name or address contains "999"', list({ search: '999' }, byAddress)),
    page('users who are administrators', list({ role: { eq: 'ADMIN' } }, byAddress)),
    page('users who are suspended', list({ isActive: false }, byAddress)),
  ];
}

const keyList = (filter: object, orderBy: object = NEWEST): PageQuery => ({
  name: 'Keys',
  variables: { ...FIRST, filter, orderBy },
});

const events = (filter: object): PageQuery => ({
  name: 'AuditEvents',
  variables: { ...FIRST, filter },
});

function figuresOf(period: Period, { user: id }: PageSubject): Page[] {
  return [
    page(
      'one user',
      { name: 'UserDetail', variables: { id } },
      keyList({ user: { id } }),
      { name: 'UserUsage', variables: { id, range: period.range } },
      meetingList(period, { user: { id } }),
      { name: 'UserSessions', variables: { id } },
      { name: 'UserWebhook', variables: { id } },
      events({ user: { id } }),
    ),
  ];
}

function keys({ token: id }: PageSubject): Page[] {
  const { range } = periodOf(USUAL_LENGTH);
  return [
    page('keys', keyList({})),
    page('keys by last use', keyList({}, { field: 'LAST_USED_AT', direction: 'DESC' })),
    page(
      'keys by last use, never used first',
      keyList({}, { field: 'LAST_USED_AT', direction: 'ASC' }),
    ),
    page('keys by expiry', keyList({}, { field: 'EXPIRES_AT', direction: 'ASC' })),
    page('keys that are revoked', keyList({ status: { eq: 'REVOKED' } })),
    page('keys whose name contains "server 99"', keyList({ name: { contains: 'server 99' } })),
    page(
      'one key',
      { name: 'KeyDetail', variables: { id } },
      { name: 'KeyUsage', variables: { id, range } },
      events({ targetId: id }),
    ),
  ];
}

const DAY_MS = 86_400_000;

function audit({ email }: PageSubject): Page[] {
  return [
    page('audit log', events({})),
    page('audit log, one action', events({ action: { eq: 'USER_CREATED' } })),
    page('audit log, one user', events({ user: { email } })),
    page('audit log, key name contains "ra"', events({ actorName: { contains: 'ra' } })),
    page('audit log, one address', events({ ip: '192.0.2.7' })),
    page(
      'audit log, one day',
      events({ at: { gte: new Date(Date.now() - DAY_MS).toISOString() } }),
    ),
  ];
}

/** What a user sees with its own key. */
function own(period: Period, { token: id, meeting }: PageSubject): Page[] {
  const { range } = period;
  const pages = [
    page('own account', { name: 'OwnUser', variables: { range } }),
    page('own keys', { ...keyList({}), name: 'OwnKeys' }),
    page('own meetings', { ...meetingList(period), name: 'OwnMeetings' }),
    page(
      'own key',
      { name: 'OwnKeyDetail', variables: { id } },
      { name: 'OwnKeyUsage', variables: { id, range } },
    ),
    page('own meeting', { name: 'OwnMeetingTelematics', variables: { id: meeting } }),
  ];
  return pages.map((one) => ({ ...one, by: 'user' }));
}

function others(): Page[] {
  return [
    page(
      'admin keys',
      { name: 'AdminKeys', variables: FIRST },
      { name: 'SignInSessions', variables: {} },
    ),
    page('settings', { name: 'Settings', variables: {} }),
    page('imports', { name: 'Imports', variables: {} }),
    page('webhooks', {
      name: 'Webhooks',
      variables: {
        ...FIRST,
        filter: { hasWebhook: true },
        orderBy: { field: 'EMAIL', direction: 'ASC' },
      },
    }),
  ];
}
