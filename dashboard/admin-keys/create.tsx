import { useAction } from '../actions/action.ts';
import { ChoiceField, TextField, textOf } from '../actions/fields.tsx';
import { FormDialog } from '../actions/form.tsx';
import { Lifetime, lifetimeOf } from '../actions/lifetime.tsx';
import { useNotify } from '../actions/notices.tsx';
import { adminKeyCurl, NewSecret } from '../actions/secret.tsx';
import { useShowOnce } from '../actions/show-once.tsx';
import type { AdminAccess } from '../generated/graphql.ts';
import { CREATE } from './documents.ts';

const ACCESS = {
  FULL: 'Full: everything',
  READ_ONLY: 'Read-only: users, meetings and figures',
  PROVISIONING: 'Provisioning: users and groups by SCIM',
};

/** Creates an admin key, and shows its text once. */
export function CreateAdminKey({ onClose }: { readonly onClose: () => void }) {
  const action = useAction(CREATE);
  const notify = useNotify();
  const showOnce = useShowOnce();
  const create = async (fields: FormData) => {
    const name = textOf(fields, 'name') ?? '';
    const access = textOf(fields, 'access') as AdminAccess;
    const outcome = await action.run({ input: { name, access, ...lifetimeOf(fields) } });
    if ('failure' in outcome) return false;
    showOnce({
      title: 'New admin key',
      content: <NewSecret secret={outcome.done.secret} curl={adminKeyCurl} />,
      onClose: () => notify({ text: 'The admin key was created.' }),
    });
    return true;
  };
  return (
    <FormDialog
      title="Create an admin key"
      submit="Create admin key"
      action={action}
      onSubmit={create}
      onClose={onClose}
    >
      <TextField
        name="name"
        label="Name"
        required
        maxLength={255}
        note="Who or what the key is for. The audit log shows it with every change."
      />
      <ChoiceField name="access" label="Access" options={ACCESS} initial="FULL" />
      <Lifetime max={null} />
    </FormDialog>
  );
}
