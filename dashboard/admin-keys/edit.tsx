import { useAction } from '../actions/action.ts';
import { numberOf, TextField, textOf } from '../actions/fields.tsx';
import { FormDialog } from '../actions/form.tsx';
import { useNotify } from '../actions/notices.tsx';
import { useMayLimit } from '../actions/viewer.ts';
import type { AdminKeyRowFragment } from '../generated/graphql.ts';
import { UPDATE } from './documents.ts';

type Props = { readonly adminKey: AdminKeyRowFragment; readonly onClose: () => void };

export function EditAdminKey({ adminKey, onClose }: Props) {
  const { id, name, rateLimit = null } = adminKey;
  const action = useAction(UPDATE);
  const notify = useNotify();
  const mayLimit = useMayLimit();
  const save = async (fields: FormData) => {
    const limit = numberOf(fields, 'rateLimit');
    const input = {
      id,
      name: textOf(fields, 'name') ?? '',
      ...(mayLimit && { rateLimit: limit }),
    };
    if ((await action.run({ input })) === null) return false;
    const undo = async () => {
      const done = await action.run({ input: { id, name, ...(mayLimit && { rateLimit }) } });
      notify({ text: done === null ? 'It could not be undone.' : 'The change was undone.' });
    };
    notify({ text: `The admin key ${input.name} was changed.`, undo });
    return true;
  };
  return (
    <FormDialog
      title={`Edit ${name}`}
      submit="Save"
      action={action}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField name="name" label="Name" required maxLength={255} initial={name} />
      {mayLimit && (
        <TextField
          name="rateLimit"
          label="Requests per minute"
          type="number"
          min={1}
          initial={rateLimit}
          note="Together with the keys of its lineage. Empty: the default of the installation."
        />
      )}
    </FormDialog>
  );
}
