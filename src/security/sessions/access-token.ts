import { decodeJwt } from 'jose';
import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import type { Origin } from '../authentication/provider-token.ts';
import { away, type ProviderSession, renewOnce } from './renewal.ts';
import { openTokens, type Session } from './sessions.ts';

/**
 * The access token of a session. One that is past half of its time is renewed in the background, one that
 * has ended before the request goes on.
 * @throws EndedSessionError when the provider renews it no longer
 * @throws UnavailableError while the provider is away and the token has ended
 */
export async function accessTokenOf(
  app: App,
  session: ProviderSession,
  origin: Origin,
): Promise<string> {
  const { tokens, renewAt } = session;
  const now = app.clock() ?? new Date();
  if (tokens.refresh === null) return tokens.access;
  if (now < renewAt) {
    // A renewal has just failed: that the token is over does not end the session.
    if (hasEnded(tokens.access, now)) throw away(session);
    return tokens.access;
  }
  const renewed = renewOnce(app, session, origin);
  // It may fail while nobody waits for it, which would end the process.
  renewed.catch(() => {});
  const { login } = await app.providers.check(tokens.access);
  return login !== null && login.expiresAt > now ? tokens.access : await renewed;
}

/**
 * The access token in place of one that nothing proved: the provider has withdrawn its key. It is the same one
 * if its key has become known meanwhile. Null for a session that cannot be renewed.
 * @param unproved of the session, or one that has replaced it since it was read
 */
export async function replacementOf(
  app: App,
  session: ProviderSession,
  unproved: string,
  origin: Origin,
): Promise<string | null> {
  let token = unproved;
  // Another process may have renewed it just before the key was withdrawn: the new token has the same key.
  for (let tries = 0; tries < 2; tries += 1) {
    const held = token === session.tokens.access ? session : await latestOf(app, session);
    if (held.tokens.access !== token) return held.tokens.access;
    const renewed = await renewedEarly(app, held, origin);
    if (renewed === null || (await app.providers.check(renewed)).isGenuine) return renewed;
    token = renewed;
  }
  return token;
}

async function renewedEarly(
  app: App,
  session: ProviderSession,
  origin: Origin,
): Promise<string | null> {
  const { id, tokens, renewAt } = session;
  // One that was never proved is tried again at its time, not with each request.
  if (tokens.refresh === null || tokens.isUnproven) return null;
  if ((await app.providers.check(tokens.access)).isGenuine) return tokens.access;
  await app.db.rows(sql`
    update sign_in_sessions set renew_at = ${nowSql(app.clock)}
    where id = ${id} and renew_at = ${renewAt}::timestamptz and renew_at > ${nowSql(app.clock)}`);
  return await renewOnce(app, session, origin);
}

type Latest = Pick<Session, 'renewAt'> & { readonly sealed: Uint8Array };

async function latestOf(app: App, session: ProviderSession): Promise<ProviderSession> {
  const [row] = await app.db.rows<Latest>(sql`
    select sealed, renew_at as "renewAt" from sign_in_sessions where id = ${session.id}`);
  if (row === undefined) return session;
  return { ...session, renewAt: row.renewAt, tokens: openTokens(app, session, row.sealed) };
}

/** Of one that is no JWT, nothing is known: whoever checks it refuses it. */
function hasEnded(token: string, now: Date): boolean {
  try {
    const { exp } = decodeJwt(token);
    return exp !== undefined && exp * 1_000 <= now.getTime();
  } catch {
    return false;
  }
}
