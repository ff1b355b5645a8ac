import type { AnyVariables } from '@urql/core';
import { type Mutation, type Result, type Success, useAction } from './action.ts';
import { numberOf } from './fields.tsx';
import { FormDialog } from './form.tsx';
import { Overlap } from './lifetime.tsx';
import { useNotify } from './notices.tsx';
import { NewSecret } from './secret.tsx';
import { useShowOnce } from './show-once.tsx';

type Successor = {
  /** Null where the API does not show it again. */
  readonly secret: string | null;
  /** What the page says once its text was shown. */
  readonly notice: string;
};

type Props<R extends Result, Variables extends AnyVariables> = {
  /** What is replaced, as people know it. */
  readonly name: string;
  readonly submit: string;
  /** What the successor has of it. */
  readonly note: string;
  readonly mutation: Mutation<R, Variables>;
  readonly isIdempotent?: boolean;
  /** @param overlap how many seconds the old key keeps working */
  readonly variablesOf: (overlap: number) => Variables;
  readonly successorOf: (done: Success<R>) => Successor;
  readonly curl: (secret: string) => string;
  readonly onClose: () => void;
};

/** Replaces a key or an admin key, and shows the text of its successor once. */
export function RotateDialog<R extends Result, Variables extends AnyVariables>({
  name,
  submit,
  note,
  mutation,
  isIdempotent = false,
  variablesOf,
  successorOf,
  curl,
  onClose,
}: Props<R, Variables>) {
  const action = useAction(mutation, { isIdempotent });
  const notify = useNotify();
  const showOnce = useShowOnce();
  const rotate = async (fields: FormData) => {
    const outcome = await action.run(variablesOf(numberOf(fields, 'overlap') ?? 0));
    if ('failure' in outcome) return false;
    const { secret, notice } = successorOf(outcome.done);
    showOnce({
      title: `Successor of ${name}`,
      content: <NewSecret secret={secret} curl={curl} />,
      onClose: () => notify({ text: notice }),
    });
    return true;
  };
  return (
    <FormDialog
      title={`Rotate ${name}`}
      submit={submit}
      action={action}
      onSubmit={rotate}
      onClose={onClose}
    >
      <p>{note}</p>
      <Overlap />
    </FormDialog>
  );
}
