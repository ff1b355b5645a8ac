import { useState } from 'preact/hooks';
import { useAction } from '../actions/action.ts';
import { Checks, TextField, textOf } from '../actions/fields.tsx';
import { FormDialog } from '../actions/form.tsx';
import { Lifetime, lifetimeOf } from '../actions/lifetime.tsx';
import { useNotify } from '../actions/notices.tsx';
import { SecretDialog, userKeyCurl } from '../actions/secret.tsx';
import type { TokenScope } from '../generated/graphql.ts';
import { MINT } from './documents.ts';
import { SCOPES } from './scopes.ts';

type Minted = { readonly secret: string | null; readonly hint: string };

type Props = {
  readonly user: { readonly id: string; readonly email: string };
  readonly onClose: () => void;
};

/** Mints a key for a user, and shows its text once. */
export function MintKey({ user, onClose }: Props) {
  const action = useAction(MINT, { isIdempotent: true });
  const notify = useNotify();
  const [minted, setMinted] = useState<Minted | null>(null);
  const mint = async (fields: FormData) => {
    const input = {
      user: { id: user.id },
      name: textOf(fields, 'name'),
      scopes: fields.getAll('scopes') as TokenScope[],
      ...lifetimeOf(fields),
    };
    const done = await action.run({ input });
    if (done === null) return false;
    setMinted({ secret: done.secret ?? null, hint: done.token.hint });
    return true;
  };
  if (minted !== null)
    return (
      <SecretDialog
        title={`New key of ${user.email}`}
        secret={minted.secret}
        curl={userKeyCurl}
        onClose={() => {
          notify({ text: `Key ${minted.hint} was minted for ${user.email}.` });
          onClose();
        }}
      />
    );
  return (
    <FormDialog
      title={`Mint a key for ${user.email}`}
      submit="Mint key"
      action={action}
      onSubmit={mint}
      onClose={onClose}
    >
      <TextField name="name" label="Name" maxLength={255} note="Who or what the key is for." />
      <Checks name="scopes" legend="What it may do" options={SCOPES} initial={['BOT']} />
      <Lifetime />
    </FormDialog>
  );
}
