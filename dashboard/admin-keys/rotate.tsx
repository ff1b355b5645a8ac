import { RotateDialog } from '../actions/rotate.tsx';
import { adminKeyCurl } from '../actions/secret.tsx';
import type { AdminKeyRowFragment } from '../generated/graphql.ts';
import { useSession } from '../session/context.ts';
import { ROTATE } from './documents.ts';

type Props = { readonly adminKey: AdminKeyRowFragment; readonly onClose: () => void };

const GRANTED =
  'The successor has the same name, access and lifetime, but ends no later than the key or sign-in that you use.';
const OWN =
  'The successor has the same name and access, and expires when this key does, but no later than the key that you use.';

export function RotateAdminKey({ adminKey: { id, name }, onClose }: Props) {
  // Who acts by the role of a user sets none either.
  const { setsRequestLimits } = useSession();
  return (
    <RotateDialog
      name={`admin key ${name}`}
      submit="Rotate admin key"
      note={setsRequestLimits ? GRANTED : OWN}
      mutation={ROTATE}
      variablesOf={(overlap) => ({ input: { id, overlap } })}
      successorOf={({ secret }) => ({ secret, notice: `The admin key ${name} was replaced.` })}
      curl={adminKeyCurl}
      onClose={onClose}
    />
  );
}
