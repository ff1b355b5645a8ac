import type { App } from '../../core/app.ts';
import type { UserRow } from './plain-user.ts';
import type { KeyHolder, Login } from './viewer.ts';

type LoggedIn = {
  readonly user: UserRow;
  readonly login: Login;
  readonly scopes: readonly string[];
};

/**
 * Whoever comes with a login in place of a key. The role of the user counts for nothing: the rules of the
 * provider, or of links, say what the login grants.
 */
export function holderByLogin(
  { clock }: Pick<App, 'clock'>,
  { user, login, scopes }: LoggedIn,
): KeyHolder {
  return {
    userId: user.id,
    tokenId: null,
    rootId: null,
    keyName: null,
    scopes,
    isAdmin: false,
    isSelfMinted: false,
    verifiedAt: clock() ?? new Date(),
    rateLimit: null,
    user,
    login,
  };
}
