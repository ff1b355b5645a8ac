import { useAction } from '../actions/action.ts';
import { numberOf, textOf } from '../actions/fields.tsx';
import { FormDialog } from '../actions/form.tsx';
import { useNotify } from '../actions/notices.tsx';
import type { UserRole } from '../generated/graphql.ts';
import { addressOf } from '../parts/address.ts';
import { CREATE_USER } from './documents.ts';
import { UserFields } from './user-fields.tsx';

/** Creates a user, and shows the page where keys are minted for it. */
export function CreateUser({ onClose }: { readonly onClose: () => void }) {
  const action = useAction(CREATE_USER, { isIdempotent: true });
  const notify = useNotify();
  const create = async (fields: FormData) => {
    const input = {
      email: textOf(fields, 'email') ?? '',
      name: textOf(fields, 'name'),
      role: textOf(fields, 'role') as UserRole,
      maxConcurrentBots: numberOf(fields, 'maxConcurrentBots'),
    };
    const outcome = await action.run({ input });
    if ('failure' in outcome) return false;
    const { user, created } = outcome.done;
    notify({ text: created ? `${user.email} was created.` : `${user.email} already exists.` });
    location.hash = addressOf('users', user.id);
    return true;
  };
  return (
    <FormDialog
      title="Create a user"
      submit="Create user"
      action={action}
      onSubmit={create}
      onClose={onClose}
    >
      <UserFields />
    </FormDialog>
  );
}
