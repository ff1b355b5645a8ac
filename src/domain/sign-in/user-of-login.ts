import type { App } from '../../core/app.ts';
import type { VerifiedAddress } from '../../security/authentication/provider-token.ts';
import type { Caller } from '../../security/callers/caller.ts';
import type { UserRow } from '../../security/callers/plain-user.ts';
import { byItself } from '../../security/unit-of-work.ts';
import { userRules } from '../accounts/input.ts';
import { createUser } from '../accounts/new-users.ts';
import { findUserRowByEmail } from '../users/service.ts';

/** Whoever was suspended signs in with no other right, either. */
export async function isLoginSuspended(app: App, address: string): Promise<boolean> {
  return (await findUserRowByEmail(app, address))?.isActive === false;
}

/**
 * The user with this verified address. One who is not there yet is created; the audit log says by whose
 * token.
 * @returns null for a user who is suspended
 */
export async function userOfLogin(
  app: App,
  caller: Caller,
  { address, name }: VerifiedAddress,
): Promise<UserRow | null> {
  const found = await findUserRowByEmail(app, address);
  if (found !== null) return found.isActive ? found : null;
  const { data: usableName = null } = userRules.name.safeParse(name);
  const input = { email: address, name: usableName };
  const { user } = await createUser(byItself(app, caller), input);
  return user.isActive ? user : null;
}
