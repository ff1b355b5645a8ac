import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { type Answer, type Incoming, jsonAnswer } from '../../core/http/exchange.ts';
import type { Quota } from '../../security/limits/limits.ts';
import { cookiePlace, readCookie, setCookie } from '../../security/sessions/cookies.ts';
import { isOwnPage, NEEDS_PROOF } from '../../security/sessions/csrf.ts';
import {
  callerOfSession,
  endSessions,
  findSession,
  isOfProvider,
  type Session,
} from '../../security/sessions/sessions.ts';
import { SignInRefused } from './refused.ts';

/** The session of a request, also one that is over; null for none. An unknown one counts as a wrong key. */
export async function sessionOf(
  app: App,
  { headers }: Incoming,
  { quota }: { readonly quota: Quota },
): Promise<Session | null> {
  const secret = readCookie(headers, 'session', cookiePlace(app.config));
  return secret === undefined ? null : await quota.tryKey(secret, () => findSession(app, secret));
}

/** Ends the session, and says where the person signs out at the provider, too. */
export async function signOut(
  app: App,
  request: Incoming,
  { origin, quota }: { readonly origin: string; readonly quota: Quota },
): Promise<Answer> {
  if (!isOwnPage(request.headers, origin)) throw new SignInRefused(403, NEEDS_PROOF);
  const session = await sessionOf(app, request, { quota });
  if (session !== null)
    await endSessions(app, callerOfSession(session, request), {
      which: sql`s.id = ${session.id}`,
      how: 'by the person',
    });
  const isKnown = session !== null && isOfProvider(app, session);
  const address = isKnown ? addressOf(app, session, origin) : null;
  const place = cookiePlace(app.config);
  const cookie = setCookie({ name: 'session', value: '', seconds: 0, place });
  return jsonAnswer(200, { address }, { 'set-cookie': cookie });
}

/** RP-initiated logout; null where the provider has none. */
function addressOf({ providers, config }: App, { provider, tokens }: Session, origin: string) {
  const known = providers.known.find(({ config }) => config.name === provider);
  const endSession = known?.keys.endpoints()?.endSession;
  if (!endSession || tokens === null) return null;
  const url = new URL(endSession);
  url.searchParams.set('id_token_hint', tokens.id);
  url.searchParams.set('client_id', known?.config.signIn?.clientId ?? '');
  url.searchParams.set('post_logout_redirect_uri', `${origin}${config.basePath}/dashboard`);
  return url.href;
}
