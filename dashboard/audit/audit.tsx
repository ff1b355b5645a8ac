import { words } from '../format.ts';
import type { AuditAction, AuditFilter } from '../generated/graphql.ts';
import { type Params, useParams } from '../parts/address.ts';
import { Choice } from '../parts/choice.tsx';
import { firstPage } from '../parts/pages.tsx';
import { Search } from '../parts/search.tsx';
import { AuditList } from './list.tsx';

const ACTIONS: readonly AuditAction[] = [
  'USER_CREATED',
  'USER_UPDATED',
  'USER_DELETED',
  'TOKEN_MINTED',
  'TOKEN_UPDATED',
  'TOKEN_ROTATED',
  'TOKEN_ROTATION_FINISHED',
  'TOKEN_ROTATION_CANCELLED',
  'TOKEN_REVOKED',
  'ADMIN_KEY_CREATED',
  'ADMIN_KEY_UPDATED',
  'ADMIN_KEY_ROTATED',
  'ADMIN_KEY_ROTATION_FINISHED',
  'ADMIN_KEY_ROTATION_CANCELLED',
  'ADMIN_KEY_REVOKED',
  'ADMIN_KEY_RECOVERED',
  'ADMIN_CLAIMED',
  'WEBHOOK_SET',
  'USER_CONFIG_SET',
  'PLATFORM_SETTING_SET',
  'IMPORTED',
  'IMPORT_DELETED',
  'IMPORT_REFUSED',
  'PEPPER_FORGOTTEN',
  'RESTORED',
  'REQUEST_REFUSED',
  'REFUSALS_DROPPED',
  'EVENTS_MISSING',
  'EVENTS_SET_ASIDE',
  'CHECKPOINT_ALTERED',
  'WRITER_ENDED',
  'TRAIL_ACCEPTED',
  'OTHER',
];

const OPTIONS = {
  ANY: 'any',
  ...Object.fromEntries(ACTIONS.map((action) => [action, words(action)])),
};

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
        value={params['action'] ?? 'ANY'}
        onChange={set('action', 'push')}
      />
      <Choice
        label="Since"
        options={SINCE}
        value={params['since'] ?? 'ANY'}
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

function filterOf({ action, since, user, actor, ip, request }: Params): AuditFilter {
  return {
    ...(action && { action: { eq: action as AuditAction } }),
    ...(since && { at: { gte: hoursAgo(Number(since)) } }),
    ...(user && { user: { email: user } }),
    ...(actor && { actorName: { contains: actor } }),
    ...(ip && { ip }),
    ...(request && { requestId: request }),
  };
}

/** By the minute, so that the page is not read again each time it is drawn. */
function hoursAgo(hours: number): string {
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  return new Date(minute - (hours || 0) * HOUR_MS).toISOString();
}
