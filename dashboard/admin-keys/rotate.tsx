import { useState } from 'preact/hooks';
import { useAction } from '../actions/action.ts';
import { numberOf } from '../actions/fields.tsx';
import { FormDialog } from '../actions/form.tsx';
import { Overlap } from '../actions/lifetime.tsx';
import { useNotify } from '../actions/notices.tsx';
import { adminKeyCurl, SecretDialog } from '../actions/secret.tsx';
import type { AdminKeyRowFragment } from '../generated/graphql.ts';
import { ROTATE } from './documents.ts';

type Props = { readonly adminKey: AdminKeyRowFragment; readonly onClose: () => void };

/** Replaces an admin key, and shows the text of its successor once. */
export function RotateAdminKey({ adminKey: { id, name }, onClose }: Props) {
  const action = useAction(ROTATE);
  const notify = useNotify();
  const [secret, setSecret] = useState<string | null>(null);
  const rotate = async (fields: FormData) => {
    const done = await action.run({ input: { id, overlap: numberOf(fields, 'overlap') ?? 0 } });
    if (done !== null) setSecret(done.secret);
    return done !== null;
  };
  if (secret !== null)
    return (
      <SecretDialog
        title={`Successor of ${name}`}
        secret={secret}
        curl={adminKeyCurl}
        onClose={() => {
          notify({ text: `The admin key ${name} was replaced.` });
          onClose();
        }}
      />
    );
  return (
    <FormDialog
      title={`Rotate ${name}`}
      submit="Rotate admin key"
      action={action}
      onSubmit={rotate}
      onClose={onClose}
    >
      <p>The successor has the same name, access and lifetime.</p>
      <Overlap />
    </FormDialog>
  );
}
