import { setTimeout as pause } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { ResponseBodyError } from 'oauth4webapi';
import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { UnavailableError } from '../../core/errors.ts';
import { outsideRequestScope } from '../../core/request/scope.ts';
import type { Origin } from '../authentication/provider-token.ts';
import { EndedSessionError } from '../authentication/refused-key.ts';
import { renewTokens } from './exchange.ts';
import {
  callerOfSession,
  endSessions,
  openTokens,
  renewalOf,
  type Session,
  sealTokens,
} from './sessions.ts';

const LEASE_SECONDS = 20;
const RETRY_SECONDS = 10;
const LOOKS = { every: 250, most: 40 };

const renewing = new WeakMap<App, Map<bigint, Promise<string>>>();

/**
 * The access token of a session. One that is past half of its time is renewed in the background, one that
 * has ended before the request goes on. Each session is renewed by one process at a time, since providers
 * take a refresh token that comes twice for a stolen one.
 * @throws EndedSessionError when the provider renews it no longer
 * @throws UnavailableError while the provider is away and the token has ended
 */
export async function accessTokenOf(app: App, session: Session, origin: Origin): Promise<string> {
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

function hasEnded(token: string, now: Date): boolean {
  const { exp } = decodeJwt(token);
  return exp !== undefined && exp * 1_000 <= now.getTime();
}

function away({ provider }: Session): UnavailableError {
  return new UnavailableError(`The sign-in provider ${provider} does not answer`);
}

function renewOnce(app: App, session: Session, origin: Origin): Promise<string> {
  const all = renewing.get(app) ?? new Map<bigint, Promise<string>>();
  renewing.set(app, all);
  const { id } = session;
  const running = all.get(id);
  if (running !== undefined) return running;
  const started = outsideRequestScope(() => renew(app, session, origin)).finally(() =>
    all.delete(id),
  );
  all.set(id, started);
  return started;
}

type Leased = { readonly sealed: Uint8Array };

async function renew(app: App, session: Session, origin: Origin): Promise<string> {
  const now = nowSql(app.clock);
  const [leased] = await app.db.rows<Leased>(sql`
    update sign_in_sessions set renewing_until = ${now} + make_interval(secs => ${LEASE_SECONDS})
    where id = ${session.id} and renew_at <= ${now} and (renewing_until is null or renewing_until <= ${now})
    returning sealed`);
  if (leased === undefined) return await tokenOfOther(app, session);
  const known = app.providers.known.find(({ config }) => config.name === session.provider);
  try {
    if (known?.config.signIn === undefined)
      throw new EndedSessionError(callerOfSession(session, origin).viewer);
    const tokens = await renewTokens(app, known, openTokens(app, session, leased.sealed));
    const { login } = await app.providers.check(tokens.access);
    const renewAt = login === null ? (app.clock() ?? new Date()) : renewalOf(app, login);
    await app.db.rows(sql`
      update sign_in_sessions set sealed = ${sealTokens(app, session, tokens)}, renew_at = ${renewAt}::timestamptz,
        renewing_until = null
      where id = ${session.id}`);
    return tokens.access;
  } catch (error) {
    if (isFinal(error)) {
      await endSessions(app, callerOfSession(session, origin), {
        which: sql`s.id = ${session.id}`,
        how: 'not renewed by the provider',
      });
      throw new EndedSessionError(callerOfSession(session, origin).viewer);
    }
    await app.db.rows(sql`
      update sign_in_sessions set renew_at = ${now} + make_interval(secs => ${RETRY_SECONDS}), renewing_until = null
      where id = ${session.id}`);
    if (error instanceof UnavailableError) throw error;
    app.log.warn({ provider: session.provider, err: error }, 'a session could not be renewed');
    throw new UnavailableError(
      `The sign-in provider ${session.provider} could not renew the session`,
    );
  }
}

/** The provider says that the person is to sign in again; what is wrong with our settings is none of that. */
function isFinal(error: unknown): boolean {
  if (error instanceof EndedSessionError) return true;
  const { error: code = '' } = error instanceof ResponseBodyError ? error : {};
  return ['invalid_grant', 'interaction_required', 'login_required'].includes(code);
}

/** Another process renews it, or has done so, or has just tried in vain. */
async function tokenOfOther(app: App, session: Session): Promise<string> {
  for (let looked = 0; looked < LOOKS.most; looked += 1) {
    const [row] = await app.db.rows<Leased & { readonly isRunning: boolean }>(sql`
      select s.sealed, coalesce(s.renewing_until > ${nowSql(app.clock)}, false) as "isRunning"
      from sign_in_sessions s where s.id = ${session.id}`);
    if (row === undefined) break;
    const { access } = openTokens(app, session, row.sealed);
    if (access !== session.tokens.access) return access;
    if (!row.isRunning) break;
    await pause(LOOKS.every);
  }
  throw away(session);
}
