import { RotateDialog } from '../actions/rotate.tsx';
import { userKeyCurl } from '../actions/secret.tsx';
import type { KeyDetailFragment } from '../generated/graphql.ts';
import { useSession } from '../session/context.ts';
import { ROTATE } from './documents.ts';

type Props = { readonly token: KeyDetailFragment; readonly onClose: () => void };

export function RotateKey({ token: { id, hint, user: owner }, onClose }: Props) {
  const { user } = useSession();
  // Nobody adds to the life of a key of its own.
  const isOwn = user !== null && user.id === owner?.id;
  return (
    <RotateDialog
      name={`key ${hint}`}
      submit="Rotate key"
      note={
        isOwn
          ? 'The successor has the same name and scopes, and expires when this key does.'
          : 'The successor has the same name, scopes and lifetime.'
      }
      mutation={ROTATE}
      isIdempotent
      variablesOf={(overlap) => ({ input: { token: { id }, overlap } })}
      successorOf={({ secret, token }) => ({
        secret: secret ?? null,
        notice: `${hint} was replaced with ${token.hint}.`,
      })}
      curl={userKeyCurl}
      onClose={onClose}
    />
  );
}
