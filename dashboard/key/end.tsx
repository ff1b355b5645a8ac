import { ConfirmDialog } from '../actions/confirm.tsx';
import { count } from '../format.ts';
import { CANCEL, FINISH, REVOKE, REVOKE_LINEAGE } from './documents.ts';

type Props = {
  readonly token: { readonly id: string; readonly hint: string };
  readonly onClose: () => void;
};

export function RevokeKey({ token: { id, hint }, onClose }: Props) {
  return (
    <ConfirmDialog
      title={`Revoke key ${hint}`}
      submit="Revoke key"
      mutation={REVOKE}
      variables={{ input: { token: { id } } }}
      noticeOf={() => `Key ${hint} was revoked.`}
      onClose={onClose}
    >
      The key stops working at once, in every process. Keys that replaced it keep working. This
      cannot be undone.
    </ConfirmDialog>
  );
}

export function RevokeLineage({ token: { id, hint }, onClose }: Props) {
  return (
    <ConfirmDialog
      title={`Revoke the lineage of key ${hint}`}
      submit="Revoke lineage"
      mutation={REVOKE_LINEAGE}
      variables={{ input: { token: { id } } }}
      noticeOf={(done) => `Keys of the lineage revoked: ${count(done.count)}.`}
      onClose={onClose}
    >
      The key stops working at once, and so do all keys that it replaced and that replaced it. This
      cannot be undone.
    </ConfirmDialog>
  );
}

export function FinishRotation({ token: { id, hint }, onClose }: Props) {
  return (
    <ConfirmDialog
      title={`Finish the rotation of key ${hint}`}
      submit="Finish rotation"
      mutation={FINISH}
      variables={{ input: { token: { id } } }}
      noticeOf={() => 'The rotation was finished: the old key was revoked.'}
      onClose={onClose}
    >
      The overlap ends early: the old key is revoked at once, and its successor keeps working. This
      cannot be undone.
    </ConfirmDialog>
  );
}

export function CancelRotation({ token: { id, hint }, onClose }: Props) {
  return (
    <ConfirmDialog
      title={`Cancel the rotation of key ${hint}`}
      submit="Cancel rotation"
      mutation={CANCEL}
      variables={{ input: { token: { id } } }}
      noticeOf={() => 'The rotation was cancelled: the old key keeps working.'}
      onClose={onClose}
    >
      The successor is revoked at once, with any key that replaced it, and the old key keeps working
      as before. This cannot be undone.
    </ConfirmDialog>
  );
}
