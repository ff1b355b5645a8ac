import type { App } from '../../core/app.ts';
import type { Caller } from '../../security/callers/caller.ts';
import type { KeyHolder, Login } from '../../security/callers/viewer.ts';
import { isSessionThere } from '../../security/sessions/sessions.ts';
import { isAdminKeyLive } from '../admin-keys/service.ts';
import { isKeyLive } from '../api-keys/service.ts';
import { isActive } from '../users/service.ts';

/**
 * Whether a caller whose stream is open would be let in by a request of now, with the same rights. A key
 * that has been ended since, or opens less, is told nothing any more.
 */
export async function isStillLetIn(app: App, caller: Caller): Promise<boolean> {
  const { operator, holder } = caller.viewer;
  for (const login of [operator?.login, holder?.login])
    if (login !== undefined && !(await isLoginLive(app, login))) return false;
  const address = operator?.login?.address ?? null;
  if (address !== null && (await app.isLoginSuspended(app, address))) return false;
  // Those of the environment end with the process.
  const keyId = operator?.keyId ?? null;
  if (keyId !== null && !(await isAdminKeyLive(app, keyId))) return false;
  return holder === null || (await isHolderLive(app, caller, holder));
}

async function isLoginLive(app: App, { expiresAt, sessionId }: Login): Promise<boolean> {
  if (expiresAt <= (app.clock() ?? new Date())) return false;
  return sessionId === undefined || (await isSessionThere(app, sessionId));
}

async function isHolderLive(app: App, caller: Caller, holder: KeyHolder): Promise<boolean> {
  const { userId, tokenId, login } = holder;
  if (tokenId !== null) return await isKeyLive(app, { ...holder, tokenId });
  const { address = null, name = null } = login ?? {};
  // A link names its user, and a token the address of one: it may be another user's by now, or nobody's.
  if (address === null) return await isActive(app, userId);
  const found = await app.userOfLogin(app, caller, { address, name }, userId);
  return found !== null && 'user' in found;
}
