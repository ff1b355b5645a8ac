import { ConfirmDialog } from '../actions/confirm.tsx';
import { count } from '../format.ts';
import type { AdminKeyRowFragment } from '../generated/graphql.ts';
import { CANCEL, FINISH, REVOKE, REVOKE_LINEAGE } from './documents.ts';

type Props = { readonly adminKey: AdminKeyRowFragment; readonly onClose: () => void };

export function RevokeAdminKey({ adminKey: { id, name }, onClose }: Props) {
  return (
    <ConfirmDialog
      title={`Revoke admin key ${name}`}
      submit="Revoke admin key"
      mutation={REVOKE}
      variables={{ input: { id } }}
      noticeOf={() => `The admin key ${name} was revoked.`}
      onClose={onClose}
    >
      The admin key stops working at once, in every process. This cannot be undone.
    </ConfirmDialog>
  );
}

export function RevokeLineage({ adminKey: { id, name }, onClose }: Props) {
  return (
    <ConfirmDialog
      title={`Revoke the lineage of admin key ${name}`}
      submit="Revoke lineage"
      mutation={REVOKE_LINEAGE}
      variables={{ input: { id } }}
      noticeOf={(done) => `Admin keys of the lineage revoked: ${count(done.count)}.`}
      onClose={onClose}
    >
      The admin key stops working at once, and so do all that it replaced and that replaced it. This
      cannot be undone.
    </ConfirmDialog>
  );
}

export function FinishRotation({ adminKey: { id, name }, onClose }: Props) {
  return (
    <ConfirmDialog
      title={`Finish the rotation of admin key ${name}`}
      submit="Finish rotation"
      mutation={FINISH}
      variables={{ input: { id } }}
      noticeOf={() => 'The rotation was finished: the old key was revoked.'}
      onClose={onClose}
    >
      The old key is revoked at once, and its successor keeps working. This cannot be undone.
    </ConfirmDialog>
  );
}

export function CancelRotation({ adminKey: { id, name }, onClose }: Props) {
  return (
    <ConfirmDialog
      title={`Cancel the rotation of admin key ${name}`}
      submit="Cancel rotation"
      mutation={CANCEL}
      variables={{ input: { id } }}
      noticeOf={() => 'The rotation was cancelled: the old key keeps working.'}
      onClose={onClose}
    >
      The successor is revoked at once, and the old key keeps working. This cannot be undone.
    </ConfirmDialog>
  );
}
