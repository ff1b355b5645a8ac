import { useState } from 'preact/hooks';
import { ConfirmDialog } from '../actions/confirm.tsx';
import { counted } from '../format.ts';
import type { SessionRowFragment } from '../generated/graphql.ts';
import { addressOf } from '../parts/address.ts';
import type { Column } from '../parts/column.ts';
import { Email } from '../parts/email.tsx';
import { SaveRows } from '../parts/save-rows.tsx';
import { Table } from '../parts/table.tsx';
import { Timestamp } from '../parts/timestamp.tsx';
import { END_SESSIONS } from './documents.ts';

const COLUMNS: readonly Column<SessionRowFragment>[] = [
  {
    name: 'Person',
    cell: (session) => <Person {...session} />,
    text: ({ subject, user }) => user?.email ?? subject,
  },
  { name: 'Signed in by', cell: ({ provider }) => provider },
  {
    name: 'Since',
    cell: ({ createdAt }) => <Timestamp at={createdAt} />,
    text: ({ createdAt }) => createdAt,
  },
  {
    name: 'Last used',
    cell: ({ lastUsedAt }) => <Timestamp at={lastUsedAt} />,
    text: ({ lastUsedAt }) => lastUsedAt,
  },
  {
    name: 'Ends, if not used',
    cell: ({ expiresAt }) => <Timestamp at={expiresAt} />,
    text: ({ expiresAt }) => expiresAt,
  },
];

const SHOWN: readonly Column<SessionRowFragment>[] = [
  ...COLUMNS,
  { name: 'Actions', cell: (session) => <EndSession session={session} /> },
];

type Props = { readonly label: string; readonly sessions: readonly SessionRowFragment[] };

/** Sessions of browsers, and the way to end each. */
export function SessionTable({ label, sessions }: Props) {
  return (
    <>
      <Table label={label} columns={SHOWN} rows={sessions} />
      <SaveRows title={label} columns={COLUMNS} rows={sessions} />
    </>
  );
}

function Person({ user, subject, isCurrent }: SessionRowFragment) {
  return (
    <>
      {user ? (
        <a href={addressOf('users', user.id)}>
          <Email address={user.email} />
        </a>
      ) : (
        subject
      )}
      {isCurrent && <span class="muted second">this browser</span>}
    </>
  );
}

function EndSession({ session }: { readonly session: SessionRowFragment }) {
  const [isOpen, setOpen] = useState(false);
  const name = session.user?.email ?? session.subject;
  return (
    <div class="row-actions">
      <button type="button" onClick={() => setOpen(true)}>
        Sign out<span class="hidden"> {name}</span>
      </button>
      {isOpen && (
        <ConfirmDialog
          title={`Sign out ${name}`}
          submit="Sign out"
          mutation={END_SESSIONS}
          variables={{ input: { id: session.id } }}
          noticeOf={({ count }) => `${counted(count, 'session')} of ${name} ended.`}
          onClose={() => setOpen(false)}
        >
          The session in that browser ends at once. Whoever has a sign-in provider can sign in
          again.
        </ConfirmDialog>
      )}
    </div>
  );
}
