import { type ComponentChildren, createContext } from 'preact';
import { useContext, useLayoutEffect, useRef } from 'preact/hooks';
import { Dialog } from '../parts/dialog.tsx';
import { Problem } from '../session/key-form.tsx';
import type { Failure } from './action.ts';

/** What the API found wrong, for the fields that it is about. */
const FailureContext = createContext<Failure | null>(null);

/** The problems of one input field. */
export function useIssues(name: string): readonly string[] {
  const issues = useContext(FailureContext)?.issues ?? [];
  return issues.filter(({ path }) => fieldOf(path) === name).map(({ message }) => message);
}

function fieldOf(path: readonly string[]): string | undefined {
  return path[0] === 'input' ? path[1] : path[0];
}

type Props = {
  readonly title: string;
  /** What the button says that does it. */
  readonly submit: string;
  readonly isDangerous?: boolean;
  readonly isReady?: boolean;
  readonly action: { readonly isBusy: boolean; readonly failure: Failure | null };
  /** Does it; whether the dialog may close. */
  readonly onSubmit: (fields: FormData) => Promise<boolean>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
};

/** A dialog that changes something: its fields, their problems, and the way out. */
export function FormDialog({ title, onClose, ...rest }: Props) {
  return (
    // What runs cannot be taken back: the dialog stays until it is known what came of it.
    <Dialog title={title} isFirm={rest.action.isBusy} onClose={onClose}>
      {(close) => <Form {...rest} close={close} />}
    </Dialog>
  );
}

type FormProps = Omit<Props, 'title' | 'onClose'> & { readonly close: () => void };

function Form({
  submit,
  isDangerous,
  isReady = true,
  action,
  onSubmit,
  children,
  close,
}: FormProps) {
  const { isBusy, failure } = action;
  const form = useRef<HTMLFormElement>(null);
  // Whoever is told of a problem goes on where it is.
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]')?.focus();
  }, [failure]);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy || !isReady) return;
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    if (await onSubmit(fields)) close();
  };
  return (
    <form ref={form} class="fields" onSubmit={send}>
      <FailureContext.Provider value={failure}>{children}</FailureContext.Provider>
      {failure && <Problem {...failure} />}
      <div class="actions">
        <button
          type="submit"
          class={isDangerous ? 'danger' : 'primary'}
          aria-disabled={isBusy || !isReady}
        >
          {isBusy ? 'Working…' : submit}
        </button>
        <button type="button" aria-disabled={isBusy} onClick={isBusy ? undefined : close}>
          Cancel
        </button>
      </div>
    </form>
  );
}
