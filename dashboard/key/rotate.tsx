import { useState } from 'preact/hooks';
import { useAction } from '../actions/action.ts';
import { numberOf } from '../actions/fields.tsx';
import { FormDialog } from '../actions/form.tsx';
import { Overlap } from '../actions/lifetime.tsx';
import { useNotify } from '../actions/notices.tsx';
import { SecretDialog, userKeyCurl } from '../actions/secret.tsx';
import { ROTATE } from './documents.ts';

type Rotated = { readonly secret: string | null; readonly hint: string };

type Props = {
  readonly token: { readonly id: string; readonly hint: string };
  readonly onClose: () => void;
};

/** Replaces a key, and shows the text of its successor once. */
export function RotateKey({ token, onClose }: Props) {
  const action = useAction(ROTATE, { isIdempotent: true });
  const notify = useNotify();
  const [rotated, setRotated] = useState<Rotated | null>(null);
  const rotate = async (fields: FormData) => {
    const overlap = numberOf(fields, 'overlap') ?? 0;
    const done = await action.run({ input: { token: { id: token.id }, overlap } });
    if (done === null) return false;
    setRotated({ secret: done.secret ?? null, hint: done.token.hint });
    return true;
  };
  if (rotated !== null)
    return (
      <SecretDialog
        title={`Successor of ${token.hint}`}
        secret={rotated.secret}
        curl={userKeyCurl}
        onClose={() => {
          notify({ text: `${token.hint} was replaced with ${rotated.hint}.` });
          onClose();
        }}
      />
    );
  return (
    <FormDialog
      title={`Rotate ${token.hint}`}
      submit="Rotate key"
      action={action}
      onSubmit={rotate}
      onClose={onClose}
    >
      <p>The successor has the same name, scopes and lifetime.</p>
      <Overlap />
    </FormDialog>
  );
}
