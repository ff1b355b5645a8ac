import { Provider } from '@urql/preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { clientFor } from './session/client.ts';
import { forgetKey, keepKey, readKey } from './session/kept-key.ts';
import { KeyForm } from './session/key-form.tsx';
import { openSession, openSignIn, type Refusal, type Session } from './session/session.ts';
import { leaveSignIn, type Offers, readOffers } from './session/sign-in.ts';
import { Views } from './views.tsx';

const ENDED: Refusal = {
  code: 'UNAUTHENTICATED',
  message: 'The key no longer works. Enter another one.',
};
const NOT_LEFT: Refusal = {
  code: null,
  message:
    'The sign-out failed, and you are still signed in: load the page again, and sign out again.',
};
const SIGN_IN_ENDED: Refusal = {
  code: 'UNAUTHENTICATED',
  message: 'Your session has ended. Sign in again.',
};

/** Asks for a key or a sign-in, and shows the figures as long as it works. */
export function App() {
  const [isWaiting, setWaiting] = useState(true);
  const [session, setSession] = useState<Session | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [offers, setOffers] = useState<Offers | null>(null);

  function open(opened: Session): void {
    if (opened.key !== null) keepKey(opened.key);
    setSession(opened);
  }
  function close(reason: Refusal | null): void {
    forgetKey();
    setSession(null);
    setRefusal(reason);
  }

  // A page that is loaded again still has its key, and its browser may be signed in.
  useEffect(() => {
    // They do not fail: whatever goes wrong is a refusal.
    void begin(setOffers).then((answer) => {
      if (answer !== null && 'key' in answer) open(answer);
      else close(answer);
      setWaiting(false);
    });
  }, []);

  if (isWaiting) return <p class="muted waiting">Loading…</p>;
  if (session === null) return <KeyForm refusal={refusal} offers={offers} onOpen={open} />;
  return <Inside session={session} onClose={close} />;
}

async function begin(show: (offers: Offers) => void): Promise<Session | Refusal | null> {
  const key = readKey();
  const offers = await readOffers();
  show(offers);
  if (key !== '') return await openSession(key);
  return offers.isSignedIn ? await openSignIn() : null;
}

type InsideProps = {
  readonly session: Session;
  readonly onClose: (reason: Refusal | null) => void;
};

function Inside({ session, onClose }: InsideProps) {
  const isKey = session.key !== null;
  const client = useMemo(
    () => clientFor(session, () => onClose(isKey ? ENDED : SIGN_IN_ENDED)),
    [session],
  );
  const leave = async () => {
    const isLeft = isKey || (await leaveSignIn()) !== 'FAILED';
    onClose(isLeft ? null : NOT_LEFT);
  };
  return (
    <Provider value={client}>
      <Views session={session} onLeave={leave} />
    </Provider>
  );
}
