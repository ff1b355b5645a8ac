import { useState } from 'preact/hooks';
import { KeyPage } from '../key/key.tsx';
import { VerifyDialog } from '../key/verify.tsx';
import { KeyList } from './list.tsx';

type Props = { readonly isAdmin: boolean; readonly chosen: string | null };

/** All keys, for who may see them, or the one that was chosen. */
export function Keys({ isAdmin, chosen }: Props) {
  if (!isAdmin) return <AdminOnly />;
  return chosen === null ? <AllKeys /> : <KeyPage key={chosen} id={chosen} />;
}

function AdminOnly() {
  return (
    <section class="panel" aria-labelledby="keys">
      <header>
        <h2 id="keys">Keys</h2>
      </header>
      <p class="muted waiting">Keys are shown to the admin key only. This one reads figures.</p>
    </section>
  );
}

function AllKeys() {
  const [isChecking, setChecking] = useState(false);
  const actions = (
    <button type="button" onClick={() => setChecking(true)}>
      Check a key
    </button>
  );
  return (
    <>
      <KeyList actions={actions} empty="No such key. Keys are minted on the page of their user." />
      {isChecking && <VerifyDialog onClose={() => setChecking(false)} />}
    </>
  );
}
