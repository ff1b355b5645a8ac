import { Provider } from '@urql/preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { clientFor } from './session/client.ts';
import { forgetKey, keepKey, readKey } from './session/kept-key.ts';
import { KeyForm } from './session/key-form.tsx';
import { openSession, type Refusal, type Session } from './session/session.ts';
import { Views } from './views.tsx';

const ENDED: Refusal = {
  code: 'UNAUTHENTICATED',
  message: 'The key no longer works. Enter another one.',
};

/** Asks for a key, and shows the figures as long as it works. */
export function App() {
  const [isWaiting, setWaiting] = useState(readKey() !== '');
  const [session, setSession] = useState<Session | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  function open(opened: Session): void {
    keepKey(opened.key);
    setSession(opened);
  }
  function close(reason: Refusal | null): void {
    forgetKey();
    setSession(null);
    setRefusal(reason);
  }

  // A page that is loaded again still has its key.
  useEffect(() => {
    if (!isWaiting) return;
    // It does not fail: whatever goes wrong is a refusal.
    void openSession(readKey()).then((answer) => {
      if ('key' in answer) open(answer);
      else close(answer);
      setWaiting(false);
    });
  }, []);

  if (isWaiting) return <p class="muted waiting">Loading…</p>;
  if (session === null) return <KeyForm refusal={refusal} onOpen={open} />;
  return <Inside session={session} onClose={close} />;
}

type InsideProps = {
  readonly session: Session;
  readonly onClose: (reason: Refusal | null) => void;
};

function Inside({ session, onClose }: InsideProps) {
  const client = useMemo(() => clientFor(session, () => onClose(ENDED)), [session]);
  return (
    <Provider value={client}>
      <Views session={session} onLeave={() => onClose(null)} />
    </Provider>
  );
}
