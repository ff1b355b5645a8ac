import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { opaqueIds } from '../../data/sql/opaque.ts';
import { END_UNUSED, overSql } from './sessions.ts';

/** A session as operators and its user see it. */
export type ListedSession = {
  readonly id: bigint;
  readonly provider: string;
  readonly subject: string;
  /** Null for an operator. */
  readonly userId: bigint | null;
  readonly createdAt: Date;
  readonly usedAt: Date;
  readonly endsAt: Date;
};

const COLUMNS = sql`s.id, s.provider, s.subject, s.user_id as "userId", s.created_at as "createdAt",
  s.used_at as "usedAt", ${END_UNUSED} as "endsAt"`;

/** Of all people, or of one. */
export const MOST_SESSIONS = 100;

/** The sessions of all people, those that were used last first. */
export function listSignInSessions({ db, clock }: App): Promise<ListedSession[]> {
  return db.rows<ListedSession>(sql`
    select ${COLUMNS} from sign_in_sessions s where not ${overSql(nowSql(clock))}
    order by s.used_at desc, s.id desc limit ${MOST_SESSIONS}`);
}

export function loadSignInSessions(
  { db, clock }: App,
  ids: readonly bigint[],
): Promise<ListedSession[]> {
  return db.rows<ListedSession>(sql`
    select ${COLUMNS} from sign_in_sessions s
    where s.id = any(${opaqueIds(ids)}) and not ${overSql(nowSql(clock))}`);
}

/** Of each of these users. */
export async function listSessionsOf(
  { db, clock }: App,
  userIds: readonly bigint[],
): Promise<readonly (readonly ListedSession[])[]> {
  const rows = await db.rows<ListedSession & { readonly ownerId: bigint }>(sql`
    select s.*, x.id as "ownerId" from unnest(${opaqueIds(userIds)}) x(id) cross join lateral (
      select ${COLUMNS} from sign_in_sessions s where s.user_id = x.id and not ${overSql(nowSql(clock))}
      order by s.used_at desc, s.id desc limit ${MOST_SESSIONS}) s
    order by x.id, s."usedAt" desc, s.id desc`);
  const byOwner = Map.groupBy(rows, ({ ownerId }) => ownerId);
  return userIds.map((id) => byOwner.get(id) ?? []);
}
