import { setTimeout as pause } from 'node:timers/promises';
import { ResponseBodyError } from 'oauth4webapi';
import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { UnavailableError } from '../../core/errors.ts';
import { outsideRequestScope } from '../../core/request/scope.ts';
import type { Origin } from '../authentication/provider-token.ts';
import { EndedSessionError } from '../authentication/refused-key.ts';
import { providerAway } from '../providers/away.ts';
import { OtherPersonError, type Renewed, renewTokens, type Tokens } from './exchange.ts';
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

/** One that has tokens. */
export type ProviderSession = Session & { readonly tokens: Tokens };

const renewing = new WeakMap<App, Map<bigint, Promise<string>>>();

/** While the provider of a session does not answer, or its renewal has just failed. */
export function away({ provider }: Session): UnavailableError {
  return providerAway(provider);
}

/**
 * Renews the tokens of a session that is due, once for all who need them. Each session is renewed by one process
 * at a time, since providers take a refresh token that comes twice for a stolen one.
 * @returns the access token
 * @throws EndedSessionError when the provider renews it no longer
 * @throws UnavailableError while the provider is away
 */
export function renewOnce(app: App, session: ProviderSession, origin: Origin): Promise<string> {
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

type Sealed = { readonly sealed: Uint8Array };

async function renew(app: App, session: ProviderSession, origin: Origin): Promise<string> {
  const lease = await takeLease(app, session);
  if (lease === null) return await tokenOfOther(app, session, origin);
  try {
    const renewed = await renewedTokens(app, session, lease, origin);
    if (await isSavedAtLast(app, session, lease, renewed)) return renewed.tokens.access;
  } catch (error) {
    const how = endingBy(error);
    if (how === null) throw await postponed(app, session, lease, error);
    const caller = callerOfSession(session, origin);
    const ended = await endSessions(app, caller, { which: lease.isHeld, how });
    if (ended > 0) throw new EndedSessionError(caller.viewer);
  }
  return await tokenOfOther(app, session, origin);
}

/** The right to renew a session, for a while. */
type Lease = Sealed & { readonly idSubject: string; readonly isHeld: Sql };
type Leased = Omit<Lease, 'isHeld'> & { readonly until: Date };

/** Null while another process has it. */
async function takeLease(app: App, { id }: ProviderSession): Promise<Lease | null> {
  const now = nowSql(app.clock);
  const [leased] = await app.db.rows<Leased>(sql`
    update sign_in_sessions set renewing_until = ${now} + make_interval(secs => ${LEASE_SECONDS})
    where id = ${id} and renew_at <= ${now} and (renewing_until is null or renewing_until <= ${now})
    returning sealed, id_subject as "idSubject", renewing_until as until`);
  if (leased === undefined) return null;
  const { until, ...rest } = leased;
  // Whoever takes longer finds another end of it: then somebody else renews the session.
  return { ...rest, isHeld: sql`s.id = ${id} and s.renewing_until = ${until}::timestamptz` };
}

async function renewedTokens(
  app: App,
  session: ProviderSession,
  { sealed, idSubject: subject }: Lease,
  origin: Origin,
): Promise<Renewed> {
  const known = app.providers.known.find(({ config }) => config.name === session.provider);
  if (known?.config.signIn === undefined)
    throw new EndedSessionError(callerOfSession(session, origin).viewer);
  return await renewTokens(app, known, { tokens: openTokens(app, session, sealed), subject });
}

/** They are tried again while the database is away: the provider takes the old ones no more. */
async function isSavedAtLast(
  app: App,
  session: ProviderSession,
  lease: Lease,
  renewed: Renewed,
): Promise<boolean> {
  const until = performance.now() + LEASE_SECONDS * 1_000;
  for (;;) {
    try {
      return await isSaved(app, session, lease, renewed);
    } catch (error) {
      if (performance.now() >= until) throw error;
      app.log.warn({ err: error }, 'renewed tokens of a session could not be saved yet');
      await pause(LOOKS.every);
    }
  }
}

async function isSaved(
  app: App,
  session: ProviderSession,
  { isHeld }: Lease,
  { tokens, session: providerSession }: Renewed,
): Promise<boolean> {
  // Whatever can be said of them now, they are all that there is: the old ones were used up.
  const { login } = await app.providers.check(tokens.access).catch(() => ({ login: null }));
  const now = (app.clock() ?? new Date()).getTime();
  const renewAt = login === null ? new Date(now + RETRY_SECONDS * 1_000) : renewalOf(app, login);
  const kept: Tokens = login === null ? { ...tokens, isUnproven: true } : tokens;
  const saved = await app.db.rows(sql`
    update sign_in_sessions s set sealed = ${sealTokens(app, session, kept)}, renew_at = ${renewAt}::timestamptz,
      renewing_until = null, provider_session = coalesce(${providerSession}::text, s.provider_session)
    where ${isHeld} returning true as "isSaved"`);
  return saved.length > 0;
}

/** @returns what to throw until it is tried again */
async function postponed(
  app: App,
  { provider }: ProviderSession,
  { isHeld }: Lease,
  error: unknown,
): Promise<UnavailableError> {
  await app.db.rows(sql`
    update sign_in_sessions s set renewing_until = null,
      renew_at = ${nowSql(app.clock)} + make_interval(secs => ${RETRY_SECONDS})
    where ${isHeld}`);
  if (error instanceof UnavailableError) return error;
  app.log.warn({ provider, err: error }, 'a session could not be renewed');
  return new UnavailableError(`The sign-in provider ${provider} could not renew the session`);
}

/** How an error ends a session; null for one that does not, such as what is wrong with our settings. */
function endingBy(error: unknown): string | null {
  if (error instanceof OtherPersonError)
    return 'because its ID token belongs to another person now';
  const { error: code = '' } = error instanceof ResponseBodyError ? error : {};
  const isFinal =
    error instanceof EndedSessionError ||
    ['invalid_grant', 'interaction_required', 'login_required'].includes(code);
  return isFinal ? 'not renewed by the provider' : null;
}

/** Another process renews it, or has done so, or has just tried in vain. */
async function tokenOfOther(app: App, session: ProviderSession, origin: Origin): Promise<string> {
  for (let looked = 0; looked < LOOKS.most; looked += 1) {
    const [row] = await app.db.rows<Sealed & { readonly isRunning: boolean }>(sql`
      select s.sealed, coalesce(s.renewing_until > ${nowSql(app.clock)}, false) as "isRunning"
      from sign_in_sessions s where s.id = ${session.id}`);
    if (row === undefined) throw new EndedSessionError(callerOfSession(session, origin).viewer);
    const { access } = openTokens(app, session, row.sealed);
    if (access !== session.tokens.access) return access;
    if (!row.isRunning) break;
    await pause(LOOKS.every);
  }
  throw away(session);
}
