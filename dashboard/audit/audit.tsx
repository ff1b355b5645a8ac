import { words } from '../format.ts';
import type { AuditAction, AuditFilter } from '../generated/graphql.ts';
import { oneOf, type Params, useParams } from '../parts/address.ts';
import { Choice } from '../parts/choice.tsx';
import { firstPage } from '../parts/pages.tsx';
import { Search } from '../parts/search.tsx';
import { AuditList } from './list.tsx';

/** All of them, in the order of the choice; the type refuses a list that lacks one. */
const ACTIONS: Readonly<Record<AuditAction, true>> = {
  USER_CREATED: true,
  USER_UPDATED: true,
  USER_DELETED: true,
  USER_ERASED: true,
  TOKEN_MINTED: true,
  TOKEN_UPDATED: true,
  TOKEN_ROTATED: true,
  TOKEN_ROTATION_FINISHED: true,
  TOKEN_ROTATION_CANCELLED: true,
  TOKEN_REVOKED: true,
  ADMIN_KEY_CREATED: true,
  ADMIN_KEY_UPDATED: true,
  ADMIN_KEY_ROTATED: true,
  ADMIN_KEY_ROTATION_FINISHED: true,
  ADMIN_KEY_ROTATION_CANCELLED: true,
  ADMIN_KEY_REVOKED: true,
  ADMIN_KEY_RECOVERED: true,
  ADMIN_CLAIMED: true,
  SIGN_IN_LINK_CREATED: true,
  SIGNED_IN: true,
  SIGNED_OUT: true,
  LEGAL_HOLD_PLACED: true,
  LEGAL_HOLD_RELEASED: true,
  WEBHOOK_SET: true,
  GROUP_CREATED: true,
  GROUP_UPDATED: true,
  GROUP_DELETED: true,
  USER_CONFIG_SET: true,
  PLATFORM_SETTING_SET: true,
  IMPORTED: true,
  IMPORT_DELETED: true,
  IMPORT_REFUSED: true,
  PEPPER_FORGOTTEN: true,
  RESTORED: true,
  REQUEST_REFUSED: true,
  REFUSALS_DROPPED: true,
  EVENTS_DROPPED: true,
  RETENTION_REQUESTED: true,
  RETENTION_RUN: true,
  EVENTS_MISSING: true,
  EVENTS_SET_ASIDE: true,
  CHECKPOINT_ALTERED: true,
  WRITER_ENDED: true,
  TRAIL_ACCEPTED: true,
  OTHER: true,
};

const OPTIONS = {
  ANY: 'any',
  ...Object.fromEntries(Object.keys(ACTIONS).map((action) => [action, words(action)])),
} as Readonly<Record<AuditAction | 'ANY', string>>;

const HOUR_MS = 3_600_000;
const SINCE: Readonly<Record<string, string>> = {
  ANY: 'the beginning',
  '1': '1 hour ago',
  '24': '1 day ago',
  '168': '7 days ago',
  '720': '30 days ago',
};

/** What was done by whom, and what was refused. */
export function Audit() {
  const [params, change] = useParams();
  const set = (name: string, how: 'push' | 'replace') => (value: string) =>
    change({ ...firstPage(''), [name]: value === 'ANY' ? null : value }, how);
  const controls = (
    <>
      <Choice
        label="Action"
        options={OPTIONS}
        value={oneOf(OPTIONS, params['action'], 'ANY')}
        onChange={set('action', 'push')}
      />
      <Choice
        label="Since"
        options={SINCE}
        value={oneOf(SINCE, params['since'], 'ANY')}
        onChange={set('since', 'push')}
      />
      <Search
        label="User's address"
        value={params['user'] ?? ''}
        onSearch={set('user', 'replace')}
      />
      <Search
        label="Key name contains"
        value={params['actor'] ?? ''}
        onSearch={set('actor', 'replace')}
      />
      <Search label="Caller's address" value={params['ip'] ?? ''} onSearch={set('ip', 'replace')} />
      <Search
        label="Request id"
        value={params['request'] ?? ''}
        onSearch={set('request', 'replace')}
      />
    </>
  );
  return <AuditList controls={controls} filter={filterOf(params)} />;
}

function filterOf({ user, actor, ip, request, ...params }: Params): AuditFilter {
  const action = oneOf(OPTIONS, params['action'], 'ANY');
  const since = oneOf(SINCE, params['since'], 'ANY');
  return {
    ...(action !== 'ANY' && { action: { eq: action } }),
    ...(since !== 'ANY' && { at: { gte: hoursAgo(Number(since)) } }),
    ...(user && { user: { email: user } }),
    ...(actor && { actorName: { contains: actor } }),
    ...(ip && { ip }),
    ...(request && { requestId: request }),
  };
}

/** By the minute, so that the page is not read again each time it is drawn. */
function hoursAgo(hours: number): string {
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  return new Date(minute - hours * HOUR_MS).toISOString();
}
