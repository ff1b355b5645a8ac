import { ChoiceField, TextField } from '../actions/fields.tsx';
import type { UserDetailFragment } from '../generated/graphql.ts';

type Props = { readonly user?: UserDetailFragment };

const ROLES = { USER: 'User', ADMIN: 'Administrator' };

/** What can be set of a user, when it is created and later. */
export function UserFields({ user }: Props) {
  return (
    <>
      <TextField name="email" label="Email address" required initial={user?.email} />
      <TextField name="name" label="Name" initial={user?.name} />
      <ChoiceField
        name="role"
        label="Role"
        options={user?.role === 'OTHER' ? { ...ROLES, OTHER: 'Other' } : ROLES}
        initial={user?.role ?? 'USER'}
        note="The keys of an administrator count as admin keys."
      />
      <TextField
        name="maxConcurrentBots"
        label="Bots at once"
        type="number"
        min={0}
        initial={user?.maxConcurrentBots}
        note="Empty: the default of the installation."
      />
    </>
  );
}
