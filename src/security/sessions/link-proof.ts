import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { LINK_PROVIDER } from '../../core/config/providers.ts';
import type { Origin, Proof } from '../authentication/provider-token.ts';
import { EndedSessionError, NoRightsError } from '../authentication/refused-key.ts';
import { holderByLogin } from '../callers/login-holder.ts';
import { USER_ROW_COLUMNS, type UserRow } from '../callers/plain-user.ts';
import { ANONYMOUS, type KeyHolder, type Login } from '../callers/viewer.ts';
import type { Quota } from '../limits/limits.ts';
import { shareOfSessions } from '../limits/shares.ts';
import { callerOfSession, endSessions, type Session, WITH_USER } from './sessions.ts';

/** Whoever signs in with a link, in place of whom a provider names. */
export function loginOfLink(user: UserRow, expiresAt: Date): Login {
  const { id, name, email } = user;
  const subject = String(id);
  return { provider: LINK_PROVIDER, subject, name: name ?? email, address: null, expiresAt };
}

/** The user, with the scopes that keys may have here. */
export function holderOfLink(app: App, user: UserRow, login: Login): KeyHolder {
  return holderByLogin(app, { user, login, scopes: app.config.token.allowedScopes });
}

export const SUSPENDED = 'The user is suspended';

/** @throws EndedSessionError, NoRightsError, RateLimitedError */
export async function provenByLink(
  app: App,
  session: Session,
  origin: Origin,
  quota: Quota,
): Promise<Proof> {
  const { userId, endsAt } = session;
  if (userId !== null)
    await quota.takeKey({ sort: 'user-key', who: shareOfSessions(userId), ownLimit: null });
  const [user] = await app.sharedReads.same<UserRow>(sql`
    select ${USER_ROW_COLUMNS} from users u where u.id = ${userId} and u.deleted_at is null`);
  if (user === undefined) {
    const caller = callerOfSession(session, origin);
    await endSessions(app, caller, { which: sql`s.id = ${session.id}`, how: WITH_USER });
    throw new EndedSessionError(caller.viewer);
  }
  const login = loginOfLink(user, endsAt);
  if (!user.isActive) throw new NoRightsError(SUSPENDED, { ...ANONYMOUS, login });
  return { holder: holderOfLink(app, user, login) };
}
