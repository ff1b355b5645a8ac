import { useAction } from '../actions/action.ts';
import { Checks, TextField, textOf } from '../actions/fields.tsx';
import { FormDialog } from '../actions/form.tsx';
import { Lifetime, lifetimeOf } from '../actions/lifetime.tsx';
import { useNotify } from '../actions/notices.tsx';
import { NewSecret, userKeyCurl } from '../actions/secret.tsx';
import { useShowOnce } from '../actions/show-once.tsx';
import type { TokenScope } from '../generated/graphql.ts';
import { useSession } from '../session/context.ts';
import { MINT } from './documents.ts';
import { scopeText } from './scopes.ts';

type Props = {
  readonly user: { readonly id: string; readonly email: string };
  readonly onClose: () => void;
};

/** Mints a key for a user, and shows its text once. */
export function MintKey({ user, onClose }: Props) {
  const { mintableScopes, maxKeyLifetime } = useSession();
  const action = useAction(MINT, { isIdempotent: true });
  const notify = useNotify();
  const showOnce = useShowOnce();
  const options = Object.fromEntries(mintableScopes.map((scope) => [scope, scopeText(scope)]));
  const usual = mintableScopes.includes('BOT') ? 'BOT' : (mintableScopes[0] ?? 'BOT');
  const mint = async (fields: FormData) => {
    const input = {
      user: { id: user.id },
      name: textOf(fields, 'name'),
      scopes: fields.getAll('scopes') as TokenScope[],
      ...lifetimeOf(fields),
    };
    const outcome = await action.run({ input });
    if ('failure' in outcome) return false;
    const { secret = null, token } = outcome.done;
    showOnce({
      title: `New key of ${user.email}`,
      content: <NewSecret secret={secret} curl={userKeyCurl} />,
      onClose: () => notify({ text: `Key ${token.hint} was minted for ${user.email}.` }),
    });
    return true;
  };
  return (
    <FormDialog
      title={`Mint a key for ${user.email}`}
      submit="Mint key"
      action={action}
      onSubmit={mint}
      onClose={onClose}
    >
      <TextField name="name" label="Name" maxLength={255} note="Who or what the key is for." />
      <Checks name="scopes" legend="What it may do" options={options} initial={[usual]} />
      <Lifetime max={maxKeyLifetime} />
    </FormDialog>
  );
}
