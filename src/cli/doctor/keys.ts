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

/** Should the command be killed, its key ends by itself. */
const LIFETIME = 300;
/** Whole seconds: the shortest lifetime that there is. */
const SHORT_LIFETIME = 1;

export type TrialUser = {
  readonly userId: bigint;
  readonly email: string;
  /** A key that works until it is revoked. */
  readonly mintKey: () => Promise<MintedToken>;
  /** A key that works for a second. */
  readonly mintExpiring: () => Promise<MintedToken>;
  readonly revoke: (key: MintedToken) => Promise<void>;
};

/** Makes a user for a while, and deletes it and its keys afterwards, whatever happens. */
export async function withTrialUser<Result>(
  app: App,
  work: (user: TrialUser) => Promise<Result>,
): Promise<Result> {
  const unit = byItself(app, CALLER);
  const email = `latchkey-doctor-${randomBytes(6).toString('hex')}@example.com`;
  // It needs no bot: it may run none.
  const { user } = await createUser(unit, { email, name: NAME, maxConcurrentBots: 0 });
  const mint = (expiresIn: number) =>
    mintToken(unit, user.id, { name: NAME, expiresIn, ...scopesFor(app) });
  try {
    return await work({
      userId: user.id,
      email,
      mintKey: () => mint(Math.min(LIFETIME, app.config.token.maxLifetime ?? LIFETIME)),
      mintExpiring: () => mint(SHORT_LIFETIME),
      revoke: async ({ token }) => {
        await revokeToken(app, CALLER, token.id);
      },
    });
  } finally {
    await deleteUser(app, CALLER, user.id);
  }
}

/** Those that the gateway wants to see, as far as this server gives them out. */
function scopesFor({ config }: App): { readonly scopes?: string[] } {
  const scopes = ['bot', 'tx'].filter((scope) => config.token.allowedScopes.includes(scope));
  return scopes.length > 0 ? { scopes } : {};
}
