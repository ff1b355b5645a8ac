import { useState } from 'preact/hooks';
import { useAction } from '../actions/action.ts';
import { TextField } from '../actions/fields.tsx';
import { FormDialog } from '../actions/form.tsx';
import { useNotify } from '../actions/notices.tsx';
import type { UserDetailFragment } from '../generated/graphql.ts';
import { addressOf } from '../parts/address.ts';
import { consequencesOf } from './consequences.ts';
import { DELETE_USER } from './documents.ts';

type Props = { readonly user: UserDetailFragment; readonly onClose: () => void };

/** Deletes a user once its address was typed. */
export function DeleteUser({ user, onClose }: Props) {
  const action = useAction(DELETE_USER);
  const notify = useNotify();
  const [typed, setTyped] = useState('');
  const remove = async () => {
    const outcome = await action.run({ input: { user: { id: user.id } } });
    if ('failure' in outcome) return false;
    notify({ text: `${user.email} was deleted. ${consequencesOf(outcome.done)}` });
    location.hash = addressOf('users');
    return true;
  };
  return (
    <FormDialog
      title={`Delete ${user.email}`}
      submit="Delete user"
      isDangerous
      isReady={typed.trim() === user.email}
      action={action}
      onSubmit={remove}
      onClose={onClose}
    >
      <p>
        All keys of the user stop working at once, the user is signed out of all browsers, and the
        secret of the webhook is deleted. Meetings stay for statistics. This cannot be undone.
      </p>
      <TextField
        name="confirmation"
        label={`Type ${user.email} to confirm`}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
    </FormDialog>
  );
}
