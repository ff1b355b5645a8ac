import type { ComponentChildren } from 'preact';
import type { Failure } from './action.ts';
import { FormDialog } from './form.tsx';

type Props = {
  readonly title: string;
  readonly submit: string;
  readonly action: { readonly isBusy: boolean; readonly failure: Failure | null };
  readonly onConfirm: () => Promise<boolean>;
  readonly onClose: () => void;
  /** What follows from it. */
  readonly children: ComponentChildren;
};

/** Asks once more before something that cannot be undone. */
export function ConfirmDialog({ onConfirm, children, ...rest }: Props) {
  return (
    <FormDialog {...rest} isDangerous onSubmit={onConfirm}>
      <p>{children}</p>
    </FormDialog>
  );
}
