import type { App } from '../../core/app.ts';
import { type Origin, type Proof, provenByToken } from '../authentication/provider-token.ts';
import { EndedSessionError } from '../authentication/refused-key.ts';
import { ANONYMOUS, type Login } from '../callers/viewer.ts';
import type { Quota } from '../limits/limits.ts';
import { accessTokenOf } from './renewal.ts';
import { callerOfSession, findSession, noteUse } from './sessions.ts';

/**
 * What the session of a browser grants: what its token does at this moment. A secret that is not known
 * counts as a wrong key.
 * @throws EndedSessionError, NoRightsError, RateLimitedError, UnavailableError
 */
export async function provenBySession(
  app: App,
  secret: string,
  origin: Origin,
  quota: Quota,
): Promise<Proof> {
  const session = await quota.tryKey(secret, () => findSession(app, secret));
  if (session === null) throw new EndedSessionError(ANONYMOUS);
  if (session.isExpired) throw new EndedSessionError(callerOfSession(session, origin).viewer);
  const token = await accessTokenOf(app, session, origin);
  const proof = await provenByToken(app, token, origin, quota);
  await noteUse(app, session);
  const ofSession = (login: Login | undefined) =>
    login === undefined ? {} : { login: { ...login, sessionId: session.id } };
  return 'operator' in proof
    ? { operator: { ...proof.operator, ...ofSession(proof.operator.login) } }
    : { holder: { ...proof.holder, ...ofSession(proof.holder.login) } };
}
