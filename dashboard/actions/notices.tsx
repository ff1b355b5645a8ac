import { type ComponentChildren, createContext } from 'preact';
import { useContext, useMemo, useState } from 'preact/hooks';
import { focusMain } from '../parts/focus.ts';
import type { Outcome } from './action.ts';

/** What to say of a change that was taken back, or was not. */
export function undoneText(outcome: Outcome<unknown>): string {
  if ('done' in outcome) return 'The change was undone.';
  return `It could not be undone: ${outcome.failure.message}`;
}

type Notice = {
  readonly text: string;
  /** What undoes it, where the API can. */
  readonly undo?: () => Promise<void>;
};

type Notify = (notice: Notice) => void;
const NotifyContext = createContext<Notify>(() => {});

/** Reports what was done. It stays until it is closed or the next one comes. */
export function useNotify(): Notify {
  return useContext(NotifyContext);
}

export function Notices({ children }: { readonly children: ComponentChildren }) {
  const [notice, setNotice] = useState<Notice | null>(null);
  const notify = useMemo(() => (next: Notice) => setNotice(next), []);
  return (
    <NotifyContext.Provider value={notify}>
      {children}
      <div class="notice" role="status">
        {notice && <Shown {...notice} onClose={() => setNotice(null)} />}
      </div>
    </NotifyContext.Provider>
  );
}

function Shown({ text, undo, onClose }: Notice & { readonly onClose: () => void }) {
  const close = () => {
    // The button that was pressed is removed, and the focus would be nowhere.
    focusMain();
    onClose();
  };
  const cancel = async () => {
    close();
    await undo?.();
  };
  return (
    <>
      <span>{text}</span>
      {undo && (
        <button type="button" onClick={cancel}>
          Undo
        </button>
      )}
      <button type="button" onClick={close}>
        Dismiss
      </button>
    </>
  );
}
