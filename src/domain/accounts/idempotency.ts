import { type IdempotentCall, runIdempotently } from '../../security/idempotency/idempotency.ts';
import { canEnd, checkStillWorks } from '../../security/sessions/still-works.ts';
import { getOwner } from '../users/service.ts';
import type { CreateUserInput } from './input.ts';
import { type CreatedUser, checkUser, createUser } from './new-users.ts';

/** As `createUser`, once for each `Idempotency-Key`. */
export function createUserIdempotently(
  call: IdempotentCall,
  input: CreateUserInput,
): Promise<CreatedUser> {
  // To check a webhook can take seconds, in which the key of an administrator can end.
  const givesRights = (input.role === 'admin' || input.data != null) && canEnd(call.caller);
  return runIdempotently<CreatedUser>(call, {
    // A secret is written beside the user.
    isAtomic: givesRights || 'webhook_secret' in (input.data ?? {}),
    prepare: async () => {
      const checked = await checkUser(call.app, input);
      return async (unit) => {
        if (givesRights) await checkStillWorks(unit);
        return await createUser(unit, checked);
      };
    },
    remember: ({ user, created }) => ({ targetId: user.id, created, secret: null }),
    repeat: async ({ app, rows }, { targetId, created }) => ({
      user: await getOwner(app, targetId, rows),
      created,
    }),
  });
}
