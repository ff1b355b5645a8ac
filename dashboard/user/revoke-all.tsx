import { ConfirmDialog } from '../actions/confirm.tsx';
import { count } from '../format.ts';
import type { UserDetailFragment } from '../generated/graphql.ts';
import { REVOKE_ALL } from './documents.ts';

type Props = { readonly user: UserDetailFragment; readonly onClose: () => void };

export function RevokeAll({ user: { id, email }, onClose }: Props) {
  return (
    <ConfirmDialog
      title={`Revoke all keys of ${email}`}
      submit="Revoke all keys"
      mutation={REVOKE_ALL}
      variables={{ input: { user: { id } } }}
      noticeOf={(done) => `Keys of ${email} revoked: ${count(done.count)}.`}
      onClose={onClose}
    >
      All keys of the user stop working at once, and so do the admin keys that depend on its
      administrator role. The user is signed out of all browsers, and its sign-in link stops
      working. The user stays and can get new keys. This cannot be undone.
    </ConfirmDialog>
  );
}
