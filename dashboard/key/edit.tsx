import { useAction } from '../actions/action.ts';
import { Checks, ChoiceField, numberOf, TextField, textOf } from '../actions/fields.tsx';
import { FormDialog } from '../actions/form.tsx';
import { useNotify } from '../actions/notices.tsx';
import { useMayLimit } from '../actions/viewer.ts';
import type { KeyDetailFragment, TokenScope } from '../generated/graphql.ts';
import { UPDATE } from './documents.ts';
import { scopeText } from './scopes.ts';

type Props = { readonly token: KeyDetailFragment; readonly onClose: () => void };

const EXPIRY = {
  KEEP: 'Unchanged',
  NEVER: 'Never, until it is revoked',
  '86400': '1 day from now',
  '604800': '7 days from now',
  '2592000': '30 days from now',
  '31536000': '1 year from now',
};

/** Changes a key; of its scopes, some can only be removed. */
export function EditKey({ token, onClose }: Props) {
  const action = useAction(UPDATE);
  const notify = useNotify();
  const mayLimit = useMayLimit();
  const save = async (fields: FormData) => {
    const changes = changesOf(token, fields, mayLimit);
    if (Object.keys(changes).length === 0) return true;
    const by = { id: token.id };
    if ((await action.run({ input: { token: by, ...changes } })) === null) return false;
    const undone = {
      name: token.name ?? null,
      ...(mayLimit && { rateLimit: token.rateLimit ?? null }),
    };
    const canUndo = !('scopes' in changes || 'expiresIn' in changes);
    const undo = async () => {
      const done = await action.run({ input: { token: by, ...undone } });
      notify({ text: done === null ? 'It could not be undone.' : 'The change was undone.' });
    };
    notify({ text: `Key ${token.hint} was changed.`, ...(canUndo && { undo }) });
    return true;
  };
  return (
    <FormDialog
      title={`Edit ${token.hint}`}
      submit="Save"
      action={action}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField name="name" label="Name" maxLength={255} initial={token.name} />
      <Checks
        name="scopes"
        legend="Scopes (they can only be removed)"
        options={Object.fromEntries(token.scopes.map((scope) => [scope, scopeText(scope)]))}
        initial={token.scopes}
      />
      <ChoiceField name="expiresIn" label="Expires" options={EXPIRY} initial="KEEP" />
      {mayLimit && (
        <TextField
          name="rateLimit"
          label="Requests per minute"
          type="number"
          min={1}
          initial={token.rateLimit}
          note="Together with the keys of its lineage. Empty: the default of the installation."
        />
      )}
    </FormDialog>
  );
}

function changesOf(token: KeyDetailFragment, fields: FormData, mayLimit: boolean) {
  const name = textOf(fields, 'name');
  const scopes = fields.getAll('scopes') as TokenScope[];
  const expiry = textOf(fields, 'expiresIn') ?? 'KEEP';
  const rateLimit = numberOf(fields, 'rateLimit');
  return {
    ...(name !== (token.name ?? null) && { name }),
    ...(scopes.length !== token.scopes.length && { scopes }),
    ...(expiry !== 'KEEP' && { expiresIn: expiry === 'NEVER' ? null : Number(expiry) }),
    ...(mayLimit && rateLimit !== (token.rateLimit ?? null) && { rateLimit }),
  };
}
