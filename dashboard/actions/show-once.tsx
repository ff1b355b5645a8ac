import { type ComponentChildren, createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { Dialog } from '../parts/dialog.tsx';
import { focusMain } from '../parts/focus.ts';

type Shown = {
  readonly title: string;
  readonly content: ComponentChildren;
  readonly onClose?: () => void;
};

type Show = (shown: Shown) => void;
const ShowContext = createContext<Show>(() => {});

/** Shows a secret that is not shown again. */
export function useShowOnce(): Show {
  return useContext(ShowContext);
}

/**
 * Stands around all pages: whatever becomes of the page, the row or the session that a secret was made
 * from, the secret stays until it is closed.
 */
export function ShowOnce({ children }: { readonly children: ComponentChildren }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const onClose = () => {
    shown?.onClose?.();
    setShown(null);
    // The focus is nowhere, or still in the closed dialog, where the element that it would return to is gone.
    if (document.activeElement?.matches('body, dialog *')) focusMain();
  };
  return (
    <ShowContext.Provider value={setShown}>
      {children}
      {shown && (
        <Dialog title={shown.title} isFirm onClose={onClose}>
          {(close) => (
            <div class="fields">
              {shown.content}
              <div class="actions">
                <button type="button" class="primary" onClick={close}>
                  Done
                </button>
              </div>
            </div>
          )}
        </Dialog>
      )}
    </ShowContext.Provider>
  );
}
