import { useState } from 'preact/hooks';
import type { UserDetailFragment } from '../generated/graphql.ts';
import { useSession } from '../session/context.ts';
import { DeleteUser } from './delete.tsx';
import { EditUser } from './edit.tsx';
import { RevokeAll } from './revoke-all.tsx';
import { CreateSignInLink } from './sign-in-link.tsx';
import { SuspendButton } from './suspend.tsx';

const DIALOGS = {
  edit: EditUser,
  link: CreateSignInLink,
  revokeAll: RevokeAll,
  delete: DeleteUser,
};

/** What can be done to a user. */
export function UserActions({ user }: { readonly user: UserDetailFragment }) {
  const { createsSignInLinks } = useSession();
  const [open, setOpen] = useState<keyof typeof DIALOGS | null>(null);
  const Shown = open === null ? null : DIALOGS[open];
  return (
    <>
      <button type="button" onClick={() => setOpen('edit')}>
        Edit
      </button>
      <SuspendButton user={user} />
      {user.isActive && createsSignInLinks && (
        <button type="button" onClick={() => setOpen('link')}>
          Create sign-in link
        </button>
      )}
      <button type="button" onClick={() => setOpen('revokeAll')}>
        Revoke all keys
      </button>
      <button type="button" class="danger" onClick={() => setOpen('delete')}>
        Delete
      </button>
      {Shown && <Shown user={user} onClose={() => setOpen(null)} />}
    </>
  );
}
