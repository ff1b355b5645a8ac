import type { AnyVariables } from '@urql/core';
import type { ComponentChildren } from 'preact';
import { type Mutation, type Result, type Success, useAction } from './action.ts';
import { FormDialog } from './form.tsx';
import { useNotify } from './notices.tsx';

type Props<R extends Result, Variables extends AnyVariables> = {
  readonly title: string;
  readonly submit: string;
  readonly mutation: Mutation<R, Variables>;
  readonly variables: Variables;
  /** What the page says once it is done. */
  readonly noticeOf: (done: Success<R>) => string;
  readonly onClose: () => void;
  /** What follows from it. */
  readonly children: ComponentChildren;
};

/** Asks once more before something that cannot be undone, and does it. */
export function ConfirmDialog<R extends Result, Variables extends AnyVariables>({
  mutation,
  variables,
  noticeOf,
  children,
  ...rest
}: Props<R, Variables>) {
  const action = useAction(mutation);
  const notify = useNotify();
  const confirm = async () => {
    const outcome = await action.run(variables);
    if ('failure' in outcome) return false;
    notify({ text: noticeOf(outcome.done) });
    return true;
  };
  return (
    <FormDialog {...rest} isDangerous action={action} onSubmit={confirm}>
      <p>{children}</p>
    </FormDialog>
  );
}
