import { createHmac, randomBytes } from 'node:crypto';
import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { type Clock, nowSql } from '../../core/clock.ts';
import { LINK_PROVIDER } from '../../core/config/providers.ts';
import type { PlainDatabase, Rows } from '../../data/database.ts';
import { auditEventSql } from '../audit/log.ts';
import type { Caller } from '../callers/caller.ts';
import { ANONYMOUS, type Login } from '../callers/viewer.ts';
import type { SignedIn, Tokens } from './exchange.ts';

/** A person who is signed in with a browser. */
export type Session = {
  readonly id: bigint;
  readonly provider: string;
  /** Of the provider, when the person signed in there; empty for a link. */
  readonly issuer: string;
  readonly subject: string;
  /** Null for an operator. */
  readonly userId: bigint | null;
  readonly digest: Uint8Array;
  /** Null for who signed in with a link. */
  readonly tokens: Tokens | null;
  /** From then on its tokens are renewed. */
  readonly renewAt: Date;
  readonly endsAt: Date;
  readonly isExpired: boolean;
  /** Whether that it is used was noted some time ago. */
  readonly isUseDue: boolean;
};

type Row = Omit<Session, 'tokens' | 'digest'> & { readonly sealed: Uint8Array | null };

const LIFETIME_HOURS = 12;
const IDLE_MINUTES = 60;
const USED_EVERY_SECONDS = 60;
/** A session that was used that much later than now was used before the clock was set back. */
const CLOCK_SECONDS = 300;
export const SESSION_SECONDS = LIFETIME_HOURS * 3_600;
/** Of one person; one more ends the one that was used least lately. */
const MOST_OF_ONE = 10;
const MOST = 10_000;

/** Whether a session `s` is over. A clock that is set back keeps none alive. */
export function overSql(now: Sql): Sql {
  return sql`(s.ends_at <= ${now} or s.used_at <= ${now} - make_interval(mins => ${IDLE_MINUTES})
    or s.used_at > ${now} + make_interval(secs => ${CLOCK_SECONDS}))`;
}

/** The same for a link `l`. */
export function linkOverSql(now: Sql): Sql {
  return sql`(l.ends_at <= ${now} or l.created_at > ${now} + make_interval(secs => ${CLOCK_SECONDS}))`;
}

/** When a session `s` ends if nobody uses it. */
export const END_UNUSED = sql`least(s.ends_at, s.used_at + make_interval(mins => ${IDLE_MINUTES}))`;

const PURPOSE = 'latchkey session tokens';

/** Keyed, so that whoever has the database cannot look for a secret that was seen elsewhere. */
export function sessionDigest({ vault }: Pick<App, 'vault'>, text: string): Uint8Array {
  const key = vault.keyFor('latchkey sessions');
  return new Uint8Array(createHmac('sha256', key).update(text).digest());
}

type Place = Pick<Session, 'digest'>;

/** For this session only: copied into the row of another one, they do not open. */
export function sealTokens({ vault }: App, place: Place, tokens: Tokens): Uint8Array {
  return vault.box.seal(JSON.stringify(tokens), purposeOf(place));
}

function purposeOf({ digest }: Place): string {
  return `${PURPOSE} ${Buffer.from(digest).toString('hex')}`;
}

export type Begun = Pick<Session, 'issuer' | 'userId'> & {
  readonly login: Login;
  /** What the provider handed out; null for a link. */
  readonly signedIn: SignedIn | null;
  /** The digest of the session that the browser had before. */
  readonly before: Uint8Array;
  readonly rows?: Rows;
};

/**
 * Begins a session under a new secret, and ends the one that the browser had. Its user is locked first, as
 * a deletion does before it ends sessions.
 * @returns the secret; null for a user who has been deleted
 */
export async function beginSession(
  app: App,
  caller: Caller,
  { login, issuer, userId, signedIn, before, rows = app.db.rows }: Begun,
): Promise<string | null> {
  const secret = randomBytes(32).toString('base64url');
  const digest = sessionDigest(app, secret);
  const now = nowSql(app.clock);
  const sealed = signedIn && sealTokens(app, { digest }, signedIn.tokens);
  const renewAt = signedIn && renewalOf(app, login);
  const endsAt = sql`${now} + make_interval(hours => ${LIFETIME_HOURS})`;
  const begun = await rows(sql`
    with owner as (
      select from users u where u.id = ${userId}::bigint and u.deleted_at is null for no key update
    ), may as materialized (
      select true where ${userId}::bigint is null or exists (select from owner)
    ), ended as (
      delete from sign_in_sessions s where exists (select from may) and (s.digest = ${before} or s.id in (
        select o.id from sign_in_sessions o where o.provider = ${login.provider} and o.subject = ${login.subject}
        order by o.used_at desc, o.id desc offset ${MOST_OF_ONE - 1}))
      returning s.provider, s.subject, s.user_id, ${overSql(now)} as is_over,
        case when s.digest = ${before} then 'by a new sign-in' else 'as one too many' end as how
    ), signed_out as (${signedOutSql(app, caller, sql`(select * from ended where not is_over) ended`, sql`ended.how`)}
    ), begun as (
      insert into sign_in_sessions
        (user_id, digest, provider, issuer, subject, id_subject, provider_session, sealed, renew_at, created_at,
          used_at, ends_at)
      select ${userId}::bigint, ${digest}, ${login.provider}, ${issuer}, ${login.subject},
        ${signedIn?.subject ?? login.subject}, ${signedIn?.session ?? null}::text, ${sealed}::bytea,
        coalesce(${renewAt}::timestamptz, ${endsAt}), ${now}, ${now}, ${endsAt}
      from may
      returning user_id
    )
    ${auditEventSql(app, caller, {
      action: 'SIGNED_IN',
      target: 'User',
      rows: sql`begun`,
      isOne: true,
      id: sql`begun.user_id`,
      after: sql`jsonb_build_object('provider', ${login.provider}::text)`,
    })}`);
  return begun.length > 0 ? secret : null;
}

/** When half of what is left of the token is over: a provider that is away then has as much time to come back. */
export function renewalOf({ clock, providers }: App, { provider, expiresAt }: Login): Date {
  const now = (clock() ?? new Date()).getTime();
  // That it is accepted somewhat longer is for clocks that differ, and no part of its life.
  const known = providers.known.find(({ config }) => config.name === provider);
  const end = expiresAt.getTime() - (known?.config.clockSkewSeconds ?? 0) * 1_000;
  return new Date((now + end) / 2);
}

/** The session with this secret, also one that is over; null for an unknown one. */
export async function findSession(app: App, secret: string): Promise<Session | null> {
  const now = nowSql(app.clock);
  const digest = sessionDigest(app, secret);
  const [row] = await app.db.rows<Row>(sql`
    select s.id, s.provider, s.issuer, s.subject, s.user_id as "userId", s.sealed, s.renew_at as "renewAt",
      s.ends_at as "endsAt", ${overSql(now)} as "isExpired",
      (s.used_at < ${now} - make_interval(secs => ${USED_EVERY_SECONDS})) as "isUseDue"
    from sign_in_sessions s where s.digest = ${digest}`);
  if (row === undefined) return null;
  const { sealed, ...session } = row;
  return { ...session, digest, tokens: sealed && openTokens(app, { digest }, sealed) };
}

/** Whether the provider of a session is still the one at which the person signed in, by its settings. */
export function isOfProvider({ providers }: App, { provider, issuer }: Session): boolean {
  if (provider === LINK_PROVIDER) return true;
  return providers.known.some(
    ({ config }) =>
      config.name === provider && config.issuer === issuer && config.signIn !== undefined,
  );
}

/** Forgets one that is over before anything can make it count again. */
export async function forgetSession(app: App, { id }: Pick<Session, 'id'>): Promise<void> {
  await app.db.rows(sql`delete from sign_in_sessions where id = ${id}`);
}

export function openTokens({ vault }: App, place: Place, sealed: Uint8Array): Tokens {
  return JSON.parse(vault.box.open(sealed, purposeOf(place))) as Tokens;
}

/** Notes that a session is in use, at most once a minute. */
export async function noteUse(app: App, { id, isUseDue }: Session): Promise<void> {
  if (!isUseDue) return;
  await app.db.rows(sql`
    update sign_in_sessions set used_at = ${nowSql(app.clock)} where id = ${id}`);
}

/** Whether a session has neither ended nor gone unused for too long. */
export async function isSessionThere({ clock, db }: App, id: bigint): Promise<boolean> {
  const found = await db.rows(sql`
    select true as "isThere" from sign_in_sessions s where s.id = ${id} and not ${overSql(nowSql(clock))}`);
  return found.length > 0;
}

type Ended = { readonly which: Sql; readonly how: string; readonly rows?: Rows };

/** How the sessions of a user end that is deleted. */
export const WITH_USER = 'with the user';
export const BY_OPERATOR = 'by an operator';
/** Then it is not the person who signs out. */
export const BY_OTHERS: readonly unknown[] = [WITH_USER, BY_OPERATOR];

/** Ends sessions at once, for every process. @returns how many */
export async function endSessions(
  app: App,
  caller: Caller,
  { which, how, rows = app.db.rows }: Ended,
): Promise<number> {
  const events = await rows(sql`
    with ended as (delete from sign_in_sessions s where ${which} returning s.provider, s.subject, s.user_id)
    ${signedOutSql(app, caller, sql`ended`, sql`${how}::text`)}`);
  return events.length;
}

/** The part of a statement that writes the events of sessions that it ends, aliased `ended`. */
function signedOutSql(app: App, caller: Caller, rows: Sql, how: Sql): Sql {
  return auditEventSql(app, caller, {
    action: 'SIGNED_OUT',
    target: 'User',
    rows,
    id: sql`ended.user_id`,
    after: sql`jsonb_build_object('provider', ended.provider, 'subject', ended.subject, 'how', ${how})`,
  });
}

/** Whom an event is about whose session is over, or ends without a request of its own. */
export function callerOfSession(
  { provider, subject }: Pick<Session, 'provider' | 'subject'>,
  origin: Pick<Caller, 'ip' | 'requestId'>,
) {
  const expiresAt = new Date(0);
  const login: Login = { provider, subject, name: null, address: null, expiresAt };
  return { ...origin, viewer: { ...ANONYMOUS, login }, idempotencyKey: null };
}

/** Forgets what is over, and of too many sessions those that were used least lately. */
export async function forgetSessions({
  db,
  clock,
}: {
  readonly db: PlainDatabase;
  readonly clock: Clock;
}): Promise<void> {
  const now = nowSql(clock);
  await db.rows(sql`delete from sign_in_used where ends_at < ${now}`);
  await db.rows(sql`delete from sign_in_links l where ${linkOverSql(now)}`);
  await db.rows(sql`
    delete from sign_in_sessions s where ${overSql(now)}
      or s.id in (select o.id from sign_in_sessions o order by o.used_at desc, o.id desc offset ${MOST})`);
}
