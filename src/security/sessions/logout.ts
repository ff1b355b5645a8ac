import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { Caller } from '../callers/caller.ts';
import type { SignedIn } from './exchange.ts';
import { type Begun, beginSession, endSessions, sessionDigest } from './sessions.ts';

/** Whom a provider signed out: what its logout token says. At least one of subject and session is given. */
export type Logout = {
  readonly provider: string;
  readonly subject: string | null;
  /** One session of the person at the provider; null for all. */
  readonly session: string | null;
  /** In seconds since 1970, by the clock of the provider. */
  readonly issuedAt: number;
};

export const BY_PROVIDER = 'by the provider';

/** Which sessions `s` a logout ends. One without a name can be any of its person. */
export function endedByLogoutSql({ provider, subject, session }: Logout): Sql {
  return sql`s.provider = ${provider} and (
    s.provider_session = ${session}::text and (${subject}::text is null or s.id_subject = ${subject}::text)
    or s.id_subject = ${subject}::text and (${session}::text is null or s.provider_session is null))`;
}

/** Ten minutes, and as much as the clocks of provider and service may differ. No sign-in takes as long. */
const KEPT_SECONDS = 900;
/** In place of the name of a session that has none. */
const NAMELESS = '';

/**
 * Remembers a logout for sign-ins that are under way, whose session is not there yet. To be done before the
 * sessions that are there are ended: a sign-in looks for logouts once its session is there, so that one of
 * the two finds the other.
 */
export async function rememberLogout(app: App, logout: Logout): Promise<void> {
  const { subject, session, issuedAt } = logout;
  const isOfBoth = subject !== null && session !== null;
  const digests = [session, ...(isOfBoth ? [NAMELESS] : [])].map((name) =>
    digestOf(app, { ...logout, session: name }),
  );
  await app.db.rows(sql`
    insert into sign_in_used as u (digest, ends_at)
    select d.digest, ${new Date((issuedAt + KEPT_SECONDS) * 1_000)}::timestamptz
    from unnest(${digests}::bytea[]) d(digest)
    on conflict (digest) do update set ends_at = greatest(u.ends_at, excluded.ends_at)`);
}

type Named = Omit<Logout, 'issuedAt'>;

function digestOf(app: App, { provider, subject, session }: Named): Uint8Array {
  return sessionDigest(app, `logout ${JSON.stringify([provider, subject, session])}`);
}

/** Whether the provider signed a person out after it had issued the ID token of a sign-in. */
async function isLoggedOut(app: App, provider: string, signedIn: SignedIn): Promise<boolean> {
  const { subject, session, issuedAt } = signedIn;
  const logouts =
    session === null
      ? [{ subject, session: NAMELESS }]
      : [
          { subject, session },
          { subject: null, session },
        ];
  const digests = [{ subject, session: null }, ...logouts].map((named) =>
    digestOf(app, { provider, ...named }),
  );
  const found = await app.db.rows(sql`
    select true as "isThere" from sign_in_used u
    where u.digest = any(${digests}::bytea[]) and extract(epoch from u.ends_at) >= ${issuedAt + KEPT_SECONDS}::float8`);
  return found.length > 0;
}

type OfProvider = Begun & { readonly signedIn: SignedIn };

/**
 * Begins the session of a person who signed in at a provider.
 * @returns the secret; null for a user who has been deleted, and for a person who has signed out meanwhile
 */
export async function beginProviderSession(
  app: App,
  caller: Caller,
  begun: OfProvider,
): Promise<string | null> {
  const secret = await beginSession(app, caller, begun);
  if (secret === null || !(await isLoggedOut(app, begun.login.provider, begun.signedIn)))
    return secret;
  const digest = sessionDigest(app, secret);
  await endSessions(app, caller, { which: sql`s.digest = ${digest}`, how: BY_PROVIDER });
  return null;
}
