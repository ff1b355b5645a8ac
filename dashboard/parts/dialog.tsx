import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

type Props = {
  readonly title: string;
  readonly onClose: () => void;
  /** The Escape key alone does not close it: what it shows, or waits for, is not shown again. */
  readonly isFirm?: boolean;
  readonly children: (close: () => void) => ComponentChildren;
};

/**
 * A modal dialog. The browser keeps the focus inside, closes it with Escape, and returns to where the
 * focus was: therefore it is closed first, and removed after that.
 */
export function Dialog({ title, onClose, isFirm = false, children }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => box.current?.showModal(), []);
  return (
    <dialog
      ref={box}
      aria-labelledby={id}
      onClose={onClose}
      onCancel={(event) => {
        if (isFirm) event.preventDefault();
      }}
      // Browsers let a page prevent `cancel` only once: a second press would close the dialog.
      onKeyDown={(event) => {
        if (isFirm && event.key === 'Escape') event.preventDefault();
      }}
    >
      <h2 id={id}>{title}</h2>
      {children(() => box.current?.close())}
    </dialog>
  );
}
