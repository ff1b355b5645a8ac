import type { App } from '../../core/app.ts';
import { ConflictError, ForbiddenError } from '../../core/errors.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { isAdmin, type Viewer } from '../../security/callers/viewer.ts';
import { hasOwnPower } from '../../security/keys/power.ts';
import { LINK_PATH, makeLink } from '../../security/sessions/links.ts';
import { checkStillWorks } from '../../security/sessions/still-works.ts';
import { inTransaction } from '../../security/unit-of-work.ts';
import { lockUser } from '../accounts/locked-user.ts';
import type { User } from '../users/rows.ts';
import { getUser } from '../users/service.ts';

/** The only value that carries the secret of a link. It is never stored and never read back. */
export type CreatedLink = {
  readonly user: User;
  readonly url: string;
  readonly expiresAt: Date;
};

const NO_ORIGIN =
  'People cannot sign in to this service: set PUBLIC_ORIGIN to its address as browsers see it';

const BY_A_USER =
  "Only an operator creates sign-in links, not a user's key or an admin key that was created with one";

/**
 * Whether a caller may make links, here where people can use them. By the administrator role of a user it may
 * not: the session of the link would outlive that role.
 */
export function createsSignInLinks({ config }: Pick<App, 'config'>, viewer: Viewer): boolean {
  return isAdmin(viewer) && hasOwnPower({ viewer }) && config.publicOrigin !== null;
}

/**
 * Makes a link with which a user signs in once, in place of the one that it has.
 * @throws ForbiddenError for the power of a user
 * @throws NotFoundError, ConflictError for a suspended user
 */
export async function createSignInLink(
  app: App,
  caller: Caller,
  userId: bigint,
): Promise<CreatedLink> {
  const { publicOrigin, basePath } = app.config;
  if (publicOrigin === null) throw new ConflictError(NO_ORIGIN);
  if (!hasOwnPower(caller)) throw new ForbiddenError(BY_A_USER);
  return await inTransaction(app, caller, async (unit) => {
    await checkStillWorks(unit, [userId]);
    await lockUser(unit, userId);
    const user = await getUser(app, userId, unit.rows);
    if (!user.isActive)
      throw new ConflictError('This user is suspended; restore it before you create a link');
    const { secret, expiresAt } = await makeLink(unit, userId);
    // Behind `#`, where browsers send it to nobody: logs of proxies do not have it.
    const url = `${publicOrigin}${basePath}${LINK_PATH}#${secret}`;
    return { user, url, expiresAt };
  });
}
