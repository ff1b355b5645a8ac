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
    const done = await action.run({ input: { user: { id: user.id }, isActive } });
    const state = isActive ? 'active again' : 'suspended';
    const text =
      done === null
        ? `${user.email} was not changed: it could not be made ${state}.`
        : `${user.email} is ${state}. ${consequencesOf(done)}`;
    notify({ text, ...(done !== null && undo && { undo }) });
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
