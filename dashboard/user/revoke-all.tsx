import { useAction } from '../actions/action.ts';
import { ConfirmDialog } from '../actions/confirm.tsx';
import { useNotify } from '../actions/notices.tsx';
import { count } from '../format.ts';
import type { UserDetailFragment } from '../generated/graphql.ts';
import { REVOKE_ALL } from './documents.ts';

type Props = { readonly user: UserDetailFragment; readonly onClose: () => void };

export function RevokeAll({ user, onClose }: Props) {
  const action = useAction(REVOKE_ALL);
  const notify = useNotify();
  const revoke = async () => {
    const done = await action.run({ input: { user: { id: user.id } } });
    if (done === null) return false;
    notify({ text: `Keys of ${user.email} revoked: ${count(done.count)}.` });
    return true;
  };
  return (
    <ConfirmDialog
      title={`Revoke all keys of ${user.email}`}
      submit="Revoke all keys"
      action={action}
      onConfirm={revoke}
      onClose={onClose}
    >
      All keys of the user stop working at once, and so do the admin keys that depend on its
      administrator role. The user stays and can get new keys. This cannot be undone.
    </ConfirmDialog>
  );
}
