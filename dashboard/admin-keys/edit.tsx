import { useAction } from '../actions/action.ts';
import { numberOf, TextField, textOf } from '../actions/fields.tsx';
import { FormDialog } from '../actions/form.tsx';
import { undoneText, useNotify } from '../actions/notices.tsx';
import type { AdminKeyRowFragment } from '../generated/graphql.ts';
import { useSession } from '../session/context.ts';
import { UPDATE } from './documents.ts';

type Props = { readonly adminKey: AdminKeyRowFragment; readonly onClose: () => void };

export function EditAdminKey({ adminKey, onClose }: Props) {
  const { id, name, rateLimit = null } = adminKey;
  const action = useAction(UPDATE);
  const notify = useNotify();
  const { setsRequestLimits: mayLimit } = useSession();
  const save = async (fields: FormData) => {
    const changes = changesOf(adminKey, fields, mayLimit);
    if (Object.keys(changes).length === 0) return true;
    if ('failure' in (await action.run({ input: { id, ...changes } }))) return false;
    const before = {
      ...('name' in changes && { name }),
      ...('rateLimit' in changes && { rateLimit }),
    };
    const undo = async () => {
      notify({ text: undoneText(await action.run({ input: { id, ...before } })) });
    };
    notify({ text: `The admin key ${changes.name ?? name} was changed.`, undo });
    return true;
  };
  return (
    <FormDialog
      title={`Edit admin key ${name}`}
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

/** Only what differs: the rest may not be the caller's to set. */
function changesOf(
  { name, rateLimit = null }: AdminKeyRowFragment,
  fields: FormData,
  mayLimit: boolean,
) {
  const typed = textOf(fields, 'name') ?? '';
  const limit = numberOf(fields, 'rateLimit');
  return {
    ...(typed !== name && { name: typed }),
    ...(mayLimit && limit !== rateLimit && { rateLimit: limit }),
  };
}
