import { useState } from 'preact/hooks';
import { VerifyDialog } from '../key/verify.tsx';
import { KeyList } from './list.tsx';

/** The keys of all users. */
export function AllKeys() {
  const [isChecking, setChecking] = useState(false);
  const actions = (
    <button type="button" onClick={() => setChecking(true)}>
      Check a key
    </button>
  );
  return (
    <>
      <KeyList actions={actions} empty="No key yet. Keys are minted on the page of their user." />
      {isChecking && <VerifyDialog onClose={() => setChecking(false)} />}
    </>
  );
}
