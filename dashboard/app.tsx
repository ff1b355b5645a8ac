import { Provider } from '@urql/preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { ShowOnce } from './actions/show-once.tsx';
import { clientFor } from './session/client.ts';
import { SessionProvider } from './session/context.ts';
import { KeyForm } from './session/key-form.tsx';
import {
  isRefused,
  openSession,
  openSignIn,
  type Refusal,
  type Session,
} from './session/session.ts';
import { leaveSignIn, type Offers, readOffers } from './session/sign-in.ts';
import { forgetKey, keepKey, readKey } from './session/stored-key.ts';
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

export function App() {
  return (
    <ShowOnce>
      <Entry />
    </ShowOnce>
  );
}

/** Asks for a key or a sign-in, and shows the figures as long as it works. */
function Entry() {
  const [isWaiting, setWaiting] = useState(true);
  const [session, setSession] = useState<Session | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [offers, setOffers] = useState<Offers | null>(null);

  function open(opened: Session): void {
    if (opened.key === null) forgetKey();
    else keepKey(opened.key);
    setSession(opened);
  }
  /** A key that could not be checked is kept: it is tried again when the page is loaded again. */
  function close(reason: Refusal | null): void {
    if (reason === null || isRefused(reason)) forgetKey();
    setSession(null);
    setRefusal(reason);
  }
  // A page that is loaded again still has its key, and its browser may be signed in.
  function start(): void {
    setWaiting(true);
    // They do not fail: whatever goes wrong is a refusal.
    void begin(setOffers).then((answer) => {
      if (answer !== null && 'key' in answer) open(answer);
      else close(answer);
      setWaiting(false);
    });
  }
  useEffect(start, []);

  if (isWaiting) return <Waiting />;
  if (session === null)
    return <KeyForm refusal={refusal} offers={offers} onRetry={start} onOpen={open} />;
  return <Inside session={session} onForget={start} onClose={close} />;
}

function Waiting() {
  return (
    <main class="sign-in-page">
      <h1>Latchkey</h1>
      <p class="muted">Loading…</p>
    </main>
  );
}

async function begin(show: (offers: Offers | null) => void): Promise<Session | Refusal | null> {
  const key = readKey();
  const offers = await readOffers();
  show(offers);
  const isSignedIn = offers?.isSignedIn === true;
  const byKey = key === '' ? null : await openSession(key);
  // A kept key that no longer works does not stand in the way of a later sign-in.
  if (byKey !== null && !(isRefused(byKey) && isSignedIn)) return byKey;
  return isSignedIn ? await openSignIn() : null;
}

type InsideProps = {
  readonly session: Session;
  /** The key was forgotten: the browser may be signed in as well. */
  readonly onForget: () => void;
  readonly onClose: (reason: Refusal | null) => void;
};

function Inside({ session, onForget, onClose }: InsideProps) {
  const isKey = session.key !== null;
  const client = useMemo(
    () => clientFor(session, () => onClose(isKey ? ENDED : SIGN_IN_ENDED)),
    [session],
  );
  const forget = () => {
    forgetKey();
    onForget();
  };
  const signOut = async () => onClose((await leaveSignIn()) === 'FAILED' ? NOT_LEFT : null);
  return (
    <Provider value={client}>
      <SessionProvider value={session}>
        <Views session={session} onLeave={isKey ? forget : signOut} />
      </SessionProvider>
    </Provider>
  );
}
