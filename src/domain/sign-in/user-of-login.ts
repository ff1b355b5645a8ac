import type { App } from '../../core/app.ts';
import type { LoginUser, VerifiedAddress } from '../../security/authentication/provider-token.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { byItself } from '../../security/unit-of-work.ts';
import { userRules } from '../accounts/input.ts';
import { createUser } from '../accounts/new-users.ts';
import { areErased } from '../users/erased.ts';
import { findUserRowByEmail } from '../users/service.ts';

/** Whoever was suspended signs in with no other right, either. */
export async function isLoginSuspended(app: App, address: string): Promise<boolean> {
  return (await findUserRowByEmail(app, address))?.isActive === false;
}

/** Whether an erased person had this address. What was erased does not come back by a token that is left. */
export async function isLoginErased(app: App, address: string): Promise<boolean> {
  const [isErased = false] = await areErased(app.db.rows, app.vault, [address]);
  return isErased;
}

/**
 * The user with this verified address. One who is not there yet is created; the audit log says by whose
 * token.
 * @param only creates nobody, and finds this user alone; null for another one
 */
export async function userOfLogin(
  app: App,
  caller: Caller,
  { address, name }: VerifiedAddress,
  only?: bigint,
): Promise<LoginUser | null> {
  const found = await findUserRowByEmail(app, address);
  if (only !== undefined && found?.id !== only) return null;
  if (found === null && (await isLoginErased(app, address))) return { refusal: 'USER_ERASED' };
  const user = found ?? (await createdUser(app, caller, { address, name }));
  return user.isActive ? { user } : { refusal: 'USER_SUSPENDED' };
}

async function createdUser(app: App, caller: Caller, { address, name }: VerifiedAddress) {
  const { data: usableName = null } = userRules.name.safeParse(name);
  const input = { email: address, name: usableName };
  const { user } = await createUser(byItself(app, caller), input);
  return user;
}
