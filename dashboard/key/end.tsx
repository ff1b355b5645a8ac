import { useAction } from '../actions/action.ts';
import { ConfirmDialog } from '../actions/confirm.tsx';
import { useNotify } from '../actions/notices.tsx';
import { count } from '../format.ts';
import { CANCEL, FINISH, REVOKE, REVOKE_LINEAGE } from './documents.ts';

type Props = {
  readonly token: { readonly id: string; readonly hint: string };
  readonly onClose: () => void;
};

export function RevokeKey({ token, onClose }: Props) {
  const action = useAction(REVOKE);
  const notify = useNotify();
  const revoke = async () => {
    const done = await action.run({ input: { token: { id: token.id } } });
    if (done !== null) notify({ text: `Key ${token.hint} was revoked.` });
    return done !== null;
  };
  return (
    <ConfirmDialog
      title={`Revoke ${token.hint}`}
      submit="Revoke key"
      action={action}
      onConfirm={revoke}
      onClose={onClose}
    >
      The key stops working at once, in every process. Keys that replaced it keep working. This
      cannot be undone.
    </ConfirmDialog>
  );
}

export function RevokeLineage({ token, onClose }: Props) {
  const action = useAction(REVOKE_LINEAGE);
  const notify = useNotify();
  const revoke = async () => {
    const done = await action.run({ input: { token: { id: token.id } } });
    if (done !== null) notify({ text: `Keys of the lineage revoked: ${count(done.count)}.` });
    return done !== null;
  };
  return (
    <ConfirmDialog
      title={`Revoke the lineage of ${token.hint}`}
      submit="Revoke lineage"
      action={action}
      onConfirm={revoke}
      onClose={onClose}
    >
      The key stops working at once, and so do all keys that it replaced and that replaced it. This
      cannot be undone.
    </ConfirmDialog>
  );
}

export function FinishRotation({ token, onClose }: Props) {
  const action = useAction(FINISH);
  const notify = useNotify();
  const finish = async () => {
    const done = await action.run({ input: { token: { id: token.id } } });
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
      The overlap ends early: the old key is revoked at once, and its successor keeps working. This
      cannot be undone.
    </ConfirmDialog>
  );
}

export function CancelRotation({ token, onClose }: Props) {
  const action = useAction(CANCEL);
  const notify = useNotify();
  const cancel = async () => {
    const done = await action.run({ input: { token: { id: token.id } } });
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
      The successor is revoked at once, with any key that replaced it, and the old key keeps working
      as before. This cannot be undone.
    </ConfirmDialog>
  );
}
