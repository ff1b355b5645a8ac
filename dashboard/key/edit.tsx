import { useAction } from '../actions/action.ts';
import { Checks, numberOf, TextField, textOf } from '../actions/fields.tsx';
import { FormDialog } from '../actions/form.tsx';
import { Expiry, expiryOf } from '../actions/lifetime.tsx';
import { undoneText, useNotify } from '../actions/notices.tsx';
import type { KeyDetailFragment, TokenScope } from '../generated/graphql.ts';
import { useSession } from '../session/context.ts';
import { UPDATE } from './documents.ts';
import { scopeText } from './scopes.ts';

type Props = { readonly token: KeyDetailFragment; readonly onClose: () => void };

/** Changes a key; of its scopes, some can only be removed. */
export function EditKey({ token, onClose }: Props) {
  const action = useAction(UPDATE);
  const notify = useNotify();
  const { setsRequestLimits: mayLimit, maxKeyLifetime } = useSession();
  const save = async (fields: FormData) => {
    const changes = changesOf(token, fields, mayLimit);
    if (Object.keys(changes).length === 0) return true;
    const by = { id: token.id };
    if ('failure' in (await action.run({ input: { token: by, ...changes } }))) return false;
    const before = {
      ...('name' in changes && { name: token.name ?? null }),
      ...('rateLimit' in changes && { rateLimit: token.rateLimit ?? null }),
    };
    const canUndo = !('scopes' in changes || 'expiresIn' in changes);
    const undo = async () => {
      notify({ text: undoneText(await action.run({ input: { token: by, ...before } })) });
    };
    notify({ text: `Key ${token.hint} was changed.`, ...(canUndo && { undo }) });
    return true;
  };
  return (
    <FormDialog
      title={`Edit key ${token.hint}`}
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
      <Expiry max={maxKeyLifetime} />
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
  const rateLimit = numberOf(fields, 'rateLimit');
  return {
    ...(name !== (token.name ?? null) && { name }),
    ...(scopes.length !== token.scopes.length && { scopes }),
    ...expiryOf(fields),
    ...(mayLimit && rateLimit !== (token.rateLimit ?? null) && { rateLimit }),
  };
}
