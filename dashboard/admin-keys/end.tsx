import { useAction } from '../actions/action.ts';
import { ConfirmDialog } from '../actions/confirm.tsx';
import { useNotify } from '../actions/notices.tsx';
import { count } from '../format.ts';
import type { AdminKeyRowFragment } from '../generated/graphql.ts';
import { CANCEL, FINISH, REVOKE, REVOKE_LINEAGE } from './documents.ts';

type Props = { readonly adminKey: AdminKeyRowFragment; readonly onClose: () => void };

export function RevokeAdminKey({ adminKey: { id, name }, onClose }: Props) {
  const action = useAction(REVOKE);
  const notify = useNotify();
  const revoke = async () => {
    const done = await action.run({ input: { id } });
    if (done !== null) notify({ text: `The admin key ${name} was revoked.` });
    return done !== null;
  };
  return (
    <ConfirmDialog
      title={`Revoke ${name}`}
      submit="Revoke admin key"
      action={action}
      onConfirm={revoke}
      onClose={onClose}
    >
      The admin key stops working at once, in every process. This cannot be undone.
    </ConfirmDialog>
  );
}

export function RevokeLineage({ adminKey: { id, name }, onClose }: Props) {
  const action = useAction(REVOKE_LINEAGE);
  const notify = useNotify();
  const revoke = async () => {
    const done = await action.run({ input: { id } });
    if (done !== null) notify({ text: `Admin keys of the lineage revoked: ${count(done.count)}.` });
    return done !== null;
  };
  return (
    <ConfirmDialog
      title={`Revoke the lineage of ${name}`}
      submit="Revoke lineage"
      action={action}
      onConfirm={revoke}
      onClose={onClose}
    >
      The admin key stops working at once, and so do all that it replaced and that replaced it. This
      cannot be undone.
    </ConfirmDialog>
  );
}

export function FinishRotation({ adminKey: { id }, onClose }: Props) {
  const action = useAction(FINISH);
  const notify = useNotify();
  const finish = async () => {
    const done = await action.run({ input: { id } });
    if (done !== null) notify({ text: 'The rotation was finished: the old key was revoked.' });
    return done !== null;
  };
  return (
    <ConfirmDialog
      title="Finish the rotation"
      submit="Finish rotation"
      action={action}
      onConfirm={finish}
      onClose={onClose}
    >
      The old key is revoked at once, and its successor keeps working. This cannot be undone.
    </ConfirmDialog>
  );
}

export function CancelRotation({ adminKey: { id }, onClose }: Props) {
  const action = useAction(CANCEL);
  const notify = useNotify();
  const cancel = async () => {
    const done = await action.run({ input: { id } });
    if (done !== null) notify({ text: 'The rotation was cancelled: the old key keeps working.' });
    return done !== null;
  };
  return (
    <ConfirmDialog
      title="Cancel the rotation"
      submit="Cancel rotation"
      action={action}
      onConfirm={cancel}
      onClose={onClose}
    >
      The successor is revoked at once, and the old key keeps working. This cannot be undone.
    </ConfirmDialog>
  );
}
