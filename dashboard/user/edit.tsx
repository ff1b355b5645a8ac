import { useAction } from '../actions/action.ts';
import { numberOf, textOf } from '../actions/fields.tsx';
import { FormDialog } from '../actions/form.tsx';
import { undoneText, useNotify } from '../actions/notices.tsx';
import type { UpdateUserInput, UserDetailFragment, UserRole } from '../generated/graphql.ts';
import { consequencesOf } from './consequences.ts';
import { UPDATE_USER } from './documents.ts';
import { UserFields } from './user-fields.tsx';

type Props = { readonly user: UserDetailFragment; readonly onClose: () => void };

/** Changes what was changed in the form, and can change it back. */
export function EditUser({ user, onClose }: Props) {
  const action = useAction(UPDATE_USER);
  const notify = useNotify();
  const by = { id: user.id };
  const save = async (fields: FormData) => {
    const changes = changesOf(user, {
      email: textOf(fields, 'email') ?? '',
      name: textOf(fields, 'name'),
      role: textOf(fields, 'role') as UserRole,
      maxConcurrentBots: numberOf(fields, 'maxConcurrentBots'),
    });
    if (Object.keys(changes).length === 0) return true;
    const outcome = await action.run({ input: { user: by, ...changes } });
    if ('failure' in outcome) return false;
    const { done } = outcome;
    const before = Object.keys(changes).map((name) => [name, user[name as keyof typeof changes]]);
    notify({
      text: `${done.user.email} was changed. ${consequencesOf(done)}`,
      undo: async () => {
        const input = { user: by, ...Object.fromEntries(before) };
        notify({ text: undoneText(await action.run({ input })) });
      },
    });
    return true;
  };
  return (
    <FormDialog
      title={`Edit user ${user.email}`}
      submit="Save"
      action={action}
      onSubmit={save}
      onClose={onClose}
    >
      <UserFields user={user} />
    </FormDialog>
  );
}

type Fields = Required<Pick<UpdateUserInput, 'email' | 'name' | 'role' | 'maxConcurrentBots'>>;

/** Only what differs: two people who edit a user change nothing of each other's. */
function changesOf(user: UserDetailFragment, fields: Fields): Partial<Fields> {
  const changed = Object.entries(fields).filter(
    ([name, value]) => value !== (user[name as keyof Fields] ?? null),
  );
  return Object.fromEntries(changed);
}
