import { errors, jwtVerify } from 'jose';
import type { App } from '../../core/app.ts';
import type { Answer, Incoming } from '../../core/http/exchange.ts';
import { isJsonObject, type JsonObject } from '../../core/input/json.ts';
import type { Quota } from '../../security/limits/limits.ts';
import type { KnownProvider } from '../../security/providers/providers.ts';
import { TokenRefused } from '../../security/providers/refusals.ts';
import { isSubject } from '../../security/providers/subject.ts';
import { readTokenText } from '../../security/providers/token-text.ts';
import { isIssuedBy } from '../../security/providers/verify.ts';
import {
  BY_PROVIDER,
  endedByLogoutSql,
  type Logout,
  rememberLogout,
} from '../../security/sessions/logout.ts';
import { callerOfSession, endSessions } from '../../security/sessions/sessions.ts';
import { useOnce } from '../../security/sessions/used.ts';
import { SignInRefused } from './refused.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** A logout token that is older than that is none of now. */
const MOST_SECONDS = 600;
const TYPES = ['logout+jwt', 'application/logout+jwt'];

type Called = { readonly request: Incoming; readonly quota: Quota };

/** OpenID Connect Back-Channel Logout: the provider says that somebody signed out there. */
export async function backChannelLogout(
  app: App,
  offered: readonly KnownProvider[],
  { request: { body, ip, requestId }, quota }: Called,
): Promise<Answer> {
  const tokens = new URLSearchParams(body ?? '').getAll('logout_token');
  const [text = ''] = tokens.length === 1 ? tokens : [];
  const found = await quota.tryKey(text, () => verified(app, offered, text));
  if (found === null) throw new SignInRefused(400, 'The logout token is not valid');
  const { logout, once } = found;
  const { provider, subject, session } = logout;
  const caller = callerOfSession(
    { provider, subject: subject ?? `sid:${session}` },
    { ip, requestId },
  );
  await rememberLogout(app, logout);
  // Both or neither: what failed comes again.
  await app.db.transaction(async (rows) => {
    if (!(await useOnce(app, { ...once, rows })))
      throw new SignInRefused(400, 'The logout token is not valid');
    await endSessions(app, caller, { which: endedByLogoutSql(logout), how: BY_PROVIDER, rows });
  });
  return { status: 200, headers: {}, body: null };
}

type Verified = {
  readonly logout: Logout;
  readonly once: { readonly text: string; readonly endsAt: Date };
};

async function verified(
  app: App,
  offered: readonly KnownProvider[],
  text: string,
): Promise<Verified | null> {
  const now = app.clock() ?? new Date();
  try {
    const { header, claims } = readTokenText(text);
    const known = offered.find(({ config }) => isIssuedBy(config, claims));
    const type = typeof header['typ'] === 'string' ? header['typ'].toLowerCase() : '';
    if (known === undefined || !TYPES.includes(type)) return null;
    const { config, keys } = known;
    const { payload } = await jwtVerify(text, (...named) => keys.find(claims, ...named), {
      algorithms: [...config.algorithms],
      audience: config.signIn?.clientId ?? '',
      clockTolerance: config.clockSkewSeconds,
      currentDate: now,
      requiredClaims: ['iat', 'exp', 'jti'],
      maxTokenAge: MOST_SECONDS,
    });
    if (!isLogout(claims)) return null;
    const endsAt = new Date(now.getTime() + (MOST_SECONDS + 2 * config.clockSkewSeconds) * 1_000);
    const once = { text: `jti ${config.name} ${String(payload.jti)}`, endsAt };
    return { logout: logoutIn(config.name, claims), once };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TokenRefused) return null;
    throw error;
  }
}

function logoutIn(provider: string, { sub, sid, iat }: JsonObject): Logout {
  const textIn = (claim: unknown) => (typeof claim === 'string' ? claim : null);
  return { provider, subject: textIn(sub), session: textIn(sid), issuedAt: Number(iat) };
}

function isLogout({ events, nonce, sub, sid }: JsonObject): boolean {
  const isEvent = isJsonObject(events) && isJsonObject(events[EVENT]);
  const isOf = (claim: unknown) => claim === undefined || isSubject(claim);
  return isEvent && nonce === undefined && isOf(sub) && isOf(sid) && (sub ?? sid) !== undefined;
}
