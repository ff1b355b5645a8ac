import { useQuery } from '@urql/preact';
import { useState } from 'preact/hooks';
import { ConfirmDialog } from '../actions/confirm.tsx';
import { counted } from '../format.ts';
import { Panel } from '../parts/panel.tsx';
import { END_SESSIONS, SESSIONS, USER_SESSIONS } from './documents.ts';
import { SessionTable } from './table.tsx';

const TYPES = { additionalTypenames: ['SignInSession', 'User'] };

/** Who is signed in, operators included. */
export function AllSessions() {
  const [result] = useQuery({ query: SESSIONS, context: TYPES });
  return (
    <Panel
      title="Signed in"
      note="Browsers that are signed in, those used last first; at most 100."
      result={result}
      lines={2}
      empty={({ signInSessions }) => (signInSessions.length === 0 ? 'Nobody is signed in.' : null)}
    >
      {({ signInSessions }) => <SessionTable label="Signed in" sessions={signInSessions} />}
    </Panel>
  );
}

type Props = { readonly user: { readonly id: string; readonly email: string } };

/** Where a user is signed in. */
export function UserSessions({ user }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [result] = useQuery({ query: USER_SESSIONS, variables: { id: user.id }, context: TYPES });
  const controls = (
    <button type="button" onClick={() => setOpen(true)}>
      Sign out everywhere
    </button>
  );
  return (
    <>
      <Panel
        title="Signed in"
        note="Browsers that are signed in with the rights of this user."
        result={result}
        controls={controls}
        lines={2}
        empty={(data) => (data.user.sessions?.length ? null : 'Not signed in with a browser.')}
      >
        {(data) => <SessionTable label="Signed in" sessions={data.user.sessions ?? []} />}
      </Panel>
      {isOpen && (
        <ConfirmDialog
          title={`Sign out ${user.email} everywhere`}
          submit="Sign out everywhere"
          mutation={END_SESSIONS}
          variables={{ input: { user: { id: user.id } } }}
          noticeOf={({ count }) => `${counted(count, 'session')} of ${user.email} ended.`}
          onClose={() => setOpen(false)}
        >
          All sessions in browsers end at once, and a sign-in link that was not used stops working.
          Keys keep working. Whoever has a sign-in provider can sign in again.
        </ConfirmDialog>
      )}
    </>
  );
}
