import { randomBytes } from 'node:crypto';
import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import type { Rows } from '../../data/database.ts';
import { auditEventSql } from '../audit/log.ts';
import type { Origin } from '../authentication/provider-token.ts';
import { NoRightsError } from '../authentication/refused-key.ts';
import { USER_ROW_COLUMNS, type UserRow } from '../callers/plain-user.ts';
import { ANONYMOUS } from '../callers/viewer.ts';
import type { UnitOfWork } from '../unit-of-work.ts';
import { holderOfLink, loginOfLink, SUSPENDED } from './link-proof.ts';
import { beginSession, linkOverSql, SESSION_SECONDS, sessionDigest } from './sessions.ts';

// One-time links, with which users sign in who have no provider. A row has the digest of the secret in the
// link; a user has one at most.

const LINK_SECONDS = 300;

/** Where links lead, below the prefix of the service. */
export const LINK_PATH = '/sign-in/link';

type NewLink = { readonly secret: string; readonly expiresAt: Date };

/** Makes a link for a locked user, in place of the one that it has. */
export async function makeLink(
  { app, caller, rows }: UnitOfWork,
  userId: bigint,
): Promise<NewLink> {
  const secret = randomBytes(32).toString('base64url');
  const now = nowSql(app.clock);
  const [made] = await rows<{ readonly expiresAt: Date; readonly hasEvent: boolean }>(sql`
    with made as (
      insert into sign_in_links (user_id, digest, created_at, ends_at)
      values (${userId}, ${linkDigest(app, secret)}, ${now}, ${now} + make_interval(secs => ${LINK_SECONDS}))
      on conflict (user_id) do update set digest = excluded.digest, created_at = excluded.created_at,
        ends_at = excluded.ends_at
      returning user_id, ends_at),
    event as (${auditEventSql(app, caller, {
      action: 'SIGN_IN_LINK_CREATED',
      target: 'User',
      rows: sql`made`,
      isOne: true,
      id: sql`made.user_id`,
      after: sql`jsonb_build_object('expiresAt', made.ends_at)`,
    })})
    select ends_at as "expiresAt", true as "hasEvent" from made`);
  if (made === undefined) throw new Error('an insert answers its row');
  return { secret, expiresAt: made.expiresAt };
}

/** Of its own kind: the secret of a session is no link. */
function linkDigest(app: Pick<App, 'vault'>, secret: string): Uint8Array {
  return sessionDigest(app, `link ${secret}`);
}

/** The user of a link that can be used; null for any other text. */
export async function findLink(
  app: App,
  secret: string,
  rows: Rows = app.db.rows,
): Promise<UserRow | null> {
  const [user] = await rows<UserRow>(sql`
    select ${USER_ROW_COLUMNS} from sign_in_links l join users u on u.id = l.user_id
    where l.digest = ${linkDigest(app, secret)} and not ${linkOverSql(nowSql(app.clock))} and u.deleted_at is null`);
  return user ?? null;
}

type Used = { readonly secret: string; readonly before: Uint8Array };

/**
 * Uses a link up, and begins a session of its user. Of several at once, one does.
 * The user is locked before the link, as whoever ends a user or makes a link does.
 * @returns the secret of the session; null for a link that cannot be used
 * @throws NoRightsError for a suspended user, whose link stays
 */
export async function useLink(
  app: App,
  origin: Origin,
  { secret, before }: Used,
): Promise<string | null> {
  return await app.db.transaction(async (rows) => {
    const digest = linkDigest(app, secret);
    await rows(sql`
      select from users u where u.id = (select l.user_id from sign_in_links l where l.digest = ${digest})
      for no key update`);
    const user = await findLink(app, secret, rows);
    const used = await rows(sql`
      delete from sign_in_links l where l.digest = ${digest} returning true as "isUsed"`);
    if (user === null || used.length === 0) return null;
    const now = app.clock() ?? new Date();
    const login = loginOfLink(user, new Date(now.getTime() + SESSION_SECONDS * 1_000));
    if (!user.isActive) throw new NoRightsError(SUSPENDED, { ...ANONYMOUS, login });
    const viewer = { operator: null, holder: holderOfLink(app, user, login) };
    const caller = { ...origin, viewer, idempotencyKey: null };
    const userId = user.id;
    return await beginSession(app, caller, {
      login,
      issuer: '',
      userId,
      signedIn: null,
      before,
      rows,
    });
  });
}
