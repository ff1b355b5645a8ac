import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { openSession, type Refusal, type Session } from './session.ts';
import type { Offers } from './sign-in.ts';
import { SignInLinks } from './sign-in-links.tsx';

type Props = {
  /** Why there is no session any longer, if there was one. */
  readonly refusal: Refusal | null;
  /** Where people sign in; null where that is not known. */
  readonly offers: Offers | null;
  /** Reads it again, and tries a kept key again. */
  readonly onRetry: () => void;
  readonly onOpen: (session: Session) => void;
};

/** Where the key is typed in. */
export function KeyForm({ refusal: before, offers, onRetry, onOpen }: Props) {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState(before);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    const key = new FormData(event.currentTarget as HTMLFormElement).get('key');
    setBusy(true);
    // Also the same refusal is announced again.
    setRefusal(null);
    const answer = await openSession(String(key).trim());
    setBusy(false);
    if ('key' in answer) onOpen(answer);
    else setRefusal(answer);
  }

  return (
    <main class="sign-in-page" tabIndex={-1}>
      <h1>Latchkey</h1>
      <p class="muted">Users, keys and meetings of this installation.</p>
      <SignInLinks offers={offers} onRetry={onRetry} />
      <form onSubmit={submit}>
        <KeyField isWrong={refusal !== null} />
        {refusal && <Problem {...refusal} />}
        <button type="submit" class="primary" aria-disabled={isBusy}>
          {isBusy ? 'Checking…' : 'Open the dashboard'}
        </button>
      </form>
    </main>
  );
}

function KeyField({ isWrong }: { readonly isWrong: boolean }) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <>
      <label for="key">API key</label>
      <input
        ref={field}
        id="key"
        name="key"
        type="password"
        autocomplete="off"
        spellcheck={false}
        required
        aria-describedby="key-note"
        aria-invalid={isWrong}
      />
      <p id="key-note" class="muted small">
        An admin key, or your own. It stays in this tab and is forgotten when you close it.
      </p>
    </>
  );
}

/** Why something failed. Where somebody waits for it, it gets the focus. */
export function Problem({ code, message }: Refusal) {
  return (
    <p class="problem" role="alert" tabIndex={-1}>
      {message} {code !== null && <code>{code}</code>}
    </p>
  );
}
