import { useState } from 'preact/hooks';
import type { UserDetailFragment } from '../generated/graphql.ts';
import { MintKey } from '../key/mint.tsx';
import { KeyList } from '../keys/list.tsx';

/** The keys of a user, and one more. */
export function UserKeys({ user }: { readonly user: UserDetailFragment }) {
  const [isMinting, setMinting] = useState(false);
  const actions = (
    <button type="button" class="primary" onClick={() => setMinting(true)}>
      Mint key
    </button>
  );
  return (
    <>
      <KeyList userId={user.id} actions={actions} empty="No key yet. Mint the first one." />
      {isMinting && <MintKey user={user} onClose={() => setMinting(false)} />}
    </>
  );
}
