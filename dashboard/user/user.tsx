import { useQuery } from '@urql/preact';
import { AuditList } from '../audit/list.tsx';
import { MeetingList } from '../meetings/list.tsx';
import { addressOf } from '../parts/address.ts';
import { Panel } from '../parts/panel.tsx';
import { useRemembered } from '../parts/remembered.ts';
import { useTitle } from '../parts/title.ts';
import type { Period } from '../range.ts';
import { UserSessions } from '../sessions/sessions.tsx';
import { UserActions } from './actions.tsx';
import { USER } from './documents.ts';
import { UserFacts } from './facts.tsx';
import { UserKeys } from './keys.tsx';
import { UserUsage } from './usage.tsx';
import { UserWebhook } from './webhook.tsx';

const TYPES = { additionalTypenames: ['User'] };

type Props = { readonly id: string; readonly period: Period; readonly isAdmin: boolean };

/** One user: what it may do, what it does, and what was done to it. */
export function UserPage({ id, period, isAdmin }: Props) {
  const [read] = useQuery({ query: USER, variables: { id }, context: TYPES });
  const result = useRemembered(read);
  const user = result.data?.list.nodes[0];
  useTitle(user?.email ?? 'User');
  return (
    <>
      <p>
        <a href={addressOf('users')}>← All users</a>
      </p>
      <Panel
        title="User"
        result={result}
        controls={isAdmin && user && <UserActions user={user} />}
        empty={({ list }) => (list.nodes.length > 0 ? null : 'No such user.')}
      >
        {({ list }) => list.nodes.map((node) => <UserFacts key={node.id} user={node} />)}
      </Panel>
      {user && (
        <>
          {isAdmin && <UserKeys user={user} />}
          {isAdmin && <UserSessions user={user} />}
          <UserUsage id={id} period={period} />
          <MeetingList period={period} userId={id} isLive={isAdmin} />
          {isAdmin && <UserWebhook user={user} />}
          {isAdmin && <AuditList userId={id} />}
        </>
      )}
    </>
  );
}
