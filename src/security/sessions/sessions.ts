import { createHmac, randomBytes } from 'node:crypto';
import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { type Clock, nowSql } from '../../core/clock.ts';
import type { PlainDatabase, Rows } from '../../data/database.ts';
import { auditEventSql } from '../audit/log.ts';
import type { Caller } from '../callers/caller.ts';
import { ANONYMOUS, type Login } from '../callers/viewer.ts';
import type { SignedIn, Tokens } from './exchange.ts';

/** A person who is signed in with a browser. */
export type Session = {
  readonly id: bigint;
  readonly provider: string;
  readonly subject: string;
  readonly digest: Uint8Array;
  readonly tokens: Tokens;
  /** From then on its tokens are renewed. */
  readonly renewAt: Date;
  readonly isExpired: boolean;
  /** Whether that it is used was noted some time ago. */
  readonly isUseDue: boolean;
};

type Row = Omit<Session, 'tokens' | 'digest'> & { readonly sealed: Uint8Array };

const LIFETIME_HOURS = 12;
const IDLE_MINUTES = 60;
const USED_EVERY_SECONDS = 60;
export const SESSION_SECONDS = LIFETIME_HOURS * 3_600;
/** Of one person; one more ends the one that was used least lately. */
const MOST_OF_ONE = 10;
const MOST = 10_000;

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

type Begun = SignedIn & {
  readonly login: Login;
  /** Null for an operator. */
  readonly userId: bigint | null;
  /** The digest of the session that the browser had before. */
  readonly before: Uint8Array;
};

/** Begins a session under a new secret, and ends the one that the browser had. @returns the secret */
export async function beginSession(
  app: App,
  caller: Caller,
  { tokens, subject, session, login, userId, before }: Begun,
): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const digest = sessionDigest(app, secret);
  const now = nowSql(app.clock);
  await app.db.rows(sql`
    with ended as (
      delete from sign_in_sessions s where s.digest = ${before} or s.id in (
        select o.id from sign_in_sessions o where o.provider = ${login.provider} and o.subject = ${login.subject}
        order by o.used_at desc, o.id desc offset ${MOST_OF_ONE - 1})
    ), begun as (
      insert into sign_in_sessions
        (user_id, digest, provider, subject, id_subject, provider_session, sealed, renew_at, created_at, used_at, ends_at)
      select ${userId}::bigint, ${digest}, ${login.provider}, ${login.subject}, ${subject}, ${session}::text,
        ${sealTokens(app, { digest }, tokens)}, ${renewalOf(app, login)}::timestamptz, ${now}, ${now},
        ${now} + make_interval(hours => ${LIFETIME_HOURS})
      returning id
    )
    ${auditEventSql(app, caller, {
      action: 'SIGNED_IN',
      target: null,
      rows: sql`begun`,
      isOne: true,
      id: sql`null::bigint`,
      after: sql`jsonb_build_object('provider', ${login.provider}::text)`,
    })}`);
  return secret;
}

/** When half of what is left of the token is over: a provider that is away then has as much time to come back. */
export function renewalOf({ clock }: App, { expiresAt }: Login): Date {
  const now = (clock() ?? new Date()).getTime();
  return new Date((now + expiresAt.getTime()) / 2);
}

/** The session with this secret, also one that is over; null for an unknown one. */
export async function findSession(app: App, secret: string): Promise<Session | null> {
  const now = nowSql(app.clock);
  const digest = sessionDigest(app, secret);
  const [row] = await app.db.rows<Row>(sql`
    select s.id, s.provider, s.subject, s.sealed, s.renew_at as "renewAt",
      (s.ends_at <= ${now} or s.used_at <= ${now} - make_interval(mins => ${IDLE_MINUTES})) as "isExpired",
      (s.used_at < ${now} - make_interval(secs => ${USED_EVERY_SECONDS})) as "isUseDue"
    from sign_in_sessions s where s.digest = ${digest}`);
  if (row === undefined) return null;
  const { sealed, ...session } = row;
  return { ...session, digest, tokens: openTokens(app, { digest }, sealed) };
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

export async function isSessionThere(app: App, id: bigint): Promise<boolean> {
  const found = await app.db.rows(
    sql`select true as "isThere" from sign_in_sessions where id = ${id}`,
  );
  return found.length > 0;
}

type Ended = { readonly which: Sql; readonly how: string; readonly rows?: Rows };

/** How the sessions of a user end that is deleted. */
export const WITH_USER = 'with the user';

/** Ends sessions at once, for every process. @returns how many */
export async function endSessions(
  app: App,
  caller: Caller,
  { which, how, rows = app.db.rows }: Ended,
): Promise<number> {
  const events = await rows(sql`
    with ended as (delete from sign_in_sessions s where ${which} returning s.provider, s.subject, s.user_id)
    ${auditEventSql(app, caller, {
      action: 'SIGNED_OUT',
      target: 'User',
      rows: sql`ended`,
      id: sql`ended.user_id`,
      after: sql`jsonb_build_object('provider', ended.provider, 'subject', ended.subject, 'how', ${how}::text)`,
    })}`);
  return events.length;
}

/** Whom an event is about whose session is over, or ends without a request of its own. */
export function callerOfSession(
  { provider, subject }: Pick<Session, 'provider' | 'subject'>,
  origin: Pick<Caller, 'ip' | 'requestId'>,
) {
  const login: Login = { provider, subject, name: null, expiresAt: new Date(0) };
  return { ...origin, viewer: { ...ANONYMOUS, login }, idempotencyKey: null };
}

type Used = { readonly text: string; readonly endsAt: Date; readonly rows?: Rows };

/**
 * Uses something up that counts once. @returns false when that was done before, by whichever process
 */
export async function useOnce(
  app: App,
  { text, endsAt, rows = app.db.rows }: Used,
): Promise<boolean> {
  const used = await rows(sql`
    insert into sign_in_used (digest, ends_at) values (${sessionDigest(app, text)}, ${endsAt}::timestamptz)
    on conflict do nothing returning true as "isFirst"`);
  return used.length > 0;
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
  await db.rows(sql`
    delete from sign_in_sessions where ends_at < ${now}
      or used_at < ${now} - make_interval(hours => ${LIFETIME_HOURS})
      or id in (select id from sign_in_sessions order by used_at desc, id desc offset ${MOST})`);
}
