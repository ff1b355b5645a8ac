import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { SessionCookie } from '../authentication/credentials.ts';
import { type Origin, type Proof, provenByToken } from '../authentication/provider-token.ts';
import { EndedSessionError, RefusedKeyError } from '../authentication/refused-key.ts';
import { ANONYMOUS, type Login } from '../callers/viewer.ts';
import type { Quota } from '../limits/limits.ts';
import { accessTokenOf, replacementOf } from './access-token.ts';
import { provenByLink } from './link-proof.ts';
import type { ProviderSession } from './renewal.ts';
import {
  callerOfSession,
  endSessions,
  findSession,
  forgetSession,
  isOfProvider,
  noteUse,
  type Session,
} from './sessions.ts';

/**
 * What the session of a browser grants: what its token does at this moment, or the rights of the user of a
 * link. A secret that is not known counts as a wrong key.
 * @throws EndedSessionError, NoRightsError, RateLimitedError, UnavailableError
 */
export async function provenBySession(
  app: App,
  { secret, isBackground }: SessionCookie,
  origin: Origin,
  quota: Quota,
): Promise<Proof> {
  const session = await quota.tryKey(secret, () => findSession(app, secret));
  if (session === null) throw new EndedSessionError(ANONYMOUS);
  if (!(await isUsable(app, session, origin)))
    throw new EndedSessionError(callerOfSession(session, origin).viewer);
  const { tokens } = session;
  const proof =
    tokens === null
      ? await provenByLink(app, session, origin, quota)
      : await provenByTokens(app, { ...session, tokens }, origin, quota);
  if (!isBackground) await noteUse(app, session);
  const ofSession = (login: Login | undefined) =>
    login === undefined ? {} : { login: { ...login, sessionId: session.id } };
  return 'operator' in proof
    ? { operator: { ...proof.operator, ...ofSession(proof.operator.login) } }
    : { holder: { ...proof.holder, ...ofSession(proof.holder.login) } };
}

/**
 * The address in a token may have another user now, a renewed token may name another person, and the provider
 * may have withdrawn the key of a token.
 */
async function provenByTokens(
  app: App,
  session: ProviderSession,
  origin: Origin,
  quota: Quota,
): Promise<Proof> {
  const token = await accessTokenOf(app, session, origin);
  const prove = (text: string) => provenByToken(app, text, origin, quota, session);
  try {
    return await prove(token).catch(async (error: unknown) => {
      // Who is named here has a genuine token, which was refused for what it says.
      if (!(error instanceof RefusedKeyError) || error.identity.login !== undefined) throw error;
      const other = await replacementOf(app, session, token, origin);
      if (other === null) throw error;
      return await prove(other);
    });
  } catch (error) {
    if (error instanceof EndedSessionError)
      await endSessions(app, callerOfSession(session, origin), {
        which: sql`s.id = ${session.id}`,
        how: 'because its token belongs to another person or user now',
      });
    throw error;
  }
}

/** One that is not is gone afterwards: neither a clock nor settings that change again bring it back. */
async function isUsable(app: App, session: Session, origin: Origin): Promise<boolean> {
  if (session.isExpired) {
    await forgetSession(app, session);
    return false;
  }
  if (isOfProvider(app, session)) return true;
  await endSessions(app, callerOfSession(session, origin), {
    which: sql`s.id = ${session.id}`,
    how: 'because the settings of the provider have changed',
  });
  return false;
}
