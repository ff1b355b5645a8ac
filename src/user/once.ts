import type { App } from '../app.ts';
import type { Caller } from '../auth/caller.ts';
import { type Ask, once } from '../idempotency/once.ts';
import { type CreatedUser, checkUser, createUser } from './changes.ts';
import type { CreateUserInput } from './input.ts';
import { getOwner } from './service.ts';

/** As `createUser`, once for each `Idempotency-Key`. */
export function createUserOnce(
  app: App,
  caller: Caller,
  ask: Ask,
  input: CreateUserInput,
): Promise<CreatedUser> {
  return once<CreatedUser>(app, caller, ask, {
    // A secret is written beside the user.
    isAtomic: 'webhook_secret' in (input.data ?? {}),
    prepare: async () => {
      const checked = await checkUser(app, input);
      return (rows) => createUser(app, caller, checked, rows);
    },
    remember: ({ user, created }) => ({ targetId: user.id, created, secret: null }),
    repeat: async (rows, { targetId, created }) => ({
      user: await getOwner(app, targetId, rows),
      created,
    }),
  });
}
