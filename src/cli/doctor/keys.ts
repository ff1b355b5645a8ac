import { randomBytes } from 'node:crypto';
import type { App } from '../../core/app.ts';
import { deleteUser } from '../../domain/accounts/deletion.ts';
import { createUser } from '../../domain/accounts/new-users.ts';
import { revokeToken } from '../../domain/api-keys/lineage.ts';
import { mintToken } from '../../domain/api-keys/mint.ts';
import type { MintedToken } from '../../domain/api-keys/service.ts';
import { onHost } from '../../security/callers/caller.ts';
import { byItself } from '../../security/unit-of-work.ts';

const CALLER = onHost('latchkey doctor');
const NAME = 'latchkey doctor';

/** Should the command be killed, its keys end by themselves. */
const LIFETIME = 300;
/** Whole seconds: the shortest lifetime that there is. */
const SHORT_LIFETIME = 1;

export type TrialKeys = {
  readonly userId: bigint;
  readonly email: string;
  readonly fresh: MintedToken;
  readonly toRevoke: MintedToken;
  /** It works for a second. */
  readonly expiring: MintedToken;
  readonly revoke: (key: MintedToken) => Promise<void>;
};

/** Makes a user with keys for a while, and deletes it afterwards, whatever happens. */
export async function withTrialKeys<Result>(
  app: App,
  work: (keys: TrialKeys) => Promise<Result>,
): Promise<Result> {
  const unit = byItself(app, CALLER);
  const email = `latchkey-doctor-${randomBytes(6).toString('hex')}@example.com`;
  // It needs no bot: it may run none.
  const { user } = await createUser(unit, { email, name: NAME, maxConcurrentBots: 0 });
  const wanted = ['bot', 'tx'].filter((scope) => app.config.token.allowedScopes.includes(scope));
  const scopes = wanted.length > 0 ? { scopes: wanted } : {};
  const mint = (expiresIn: number) =>
    mintToken(unit, user.id, { name: NAME, expiresIn, ...scopes });
  try {
    return await work({
      userId: user.id,
      email,
      fresh: await mint(LIFETIME),
      toRevoke: await mint(LIFETIME),
      expiring: await mint(SHORT_LIFETIME),
      revoke: async ({ token }) => {
        await revokeToken(app, CALLER, token.id);
      },
    });
  } finally {
    await deleteUser(app, CALLER, user.id);
  }
}
