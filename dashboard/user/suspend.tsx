import { useAction } from '../actions/action.ts';
import { useNotify } from '../actions/notices.tsx';
import type { UserDetailFragment } from '../generated/graphql.ts';
import { consequencesOf } from './consequences.ts';
import { UPDATE_USER } from './documents.ts';

/** Suspends a user or restores it: each undoes the other. */
export function SuspendButton({ user }: { readonly user: UserDetailFragment }) {
  const action = useAction(UPDATE_USER);
  const notify = useNotify();
  const set = async (isActive: boolean, undo?: () => Promise<void>) => {
    if (action.isBusy) return;
    const outcome = await action.run({ input: { user: { id: user.id }, isActive } });
    const state = isActive ? 'active again' : 'suspended';
    if ('failure' in outcome)
      notify({ text: `${user.email} could not be made ${state}: ${outcome.failure.message}` });
    else
      notify({
        text: `${user.email} is ${state}. ${consequencesOf(outcome.done)}`,
        ...(undo && { undo }),
      });
  };
  return (
    <button
      type="button"
      aria-disabled={action.isBusy}
      onClick={() => set(!user.isActive, () => set(user.isActive))}
    >
      {user.isActive ? 'Suspend' : 'Restore'}
    </button>
  );
}
