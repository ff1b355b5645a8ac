import sql, { raw, type Sql } from 'sql-template-tag';
import type { Clock } from '../../core/clock.ts';
import type { WithReadAt } from './columns.ts';

// Whether a key works: the only place that decides it. Each rule stands here in SQL, over a table under the
// given alias, and where it is needed in TypeScript; both read the dates from one table.

/** The dates that end a key: a revocation once it is set, the others once they are reached. */
const ENDS = {
  revokedAt: { column: 'revoked_at', ends: 'ONCE_SET' },
  expiresAt: { column: 'expires_at', ends: 'ONCE_REACHED' },
  retiresAt: { column: 'retires_at', ends: 'ONCE_REACHED' },
} as const;

type End = keyof typeof ENDS;
export type KeyDates = Readonly<Record<End, Date | null>>;

/** RETIRING: it was replaced, and works until its overlap is over. */
export type KeyStatus = 'ACTIVE' | 'RETIRING' | 'EXPIRED' | 'REVOKED';

/** Whether this date has ended the key. */
export function hasEnded(key: KeyDates, end: End, now: Date): boolean {
  const date = key[end];
  return date !== null && (ENDS[end].ends === 'ONCE_SET' || date <= now);
}

function hasEndedSql(key: Sql, end: End, now: Sql): Sql {
  const date = sql`${key}.${raw(ENDS[end].column)}`;
  return ENDS[end].ends === 'ONCE_SET' ? sql`${date} is not null` : sql`${date} <= ${now}`;
}

/** Its time is over, or the overlap in which it still worked beside its successor. */
export function expiredSql(key: Sql, now: Sql): Sql {
  return sql`(${hasEndedSql(key, 'expiresAt', now)} or ${hasEndedSql(key, 'retiresAt', now)}) is true`;
}

/** @param clock a test's; otherwise the time counts at which the database read the key, not that of a host */
export function keyStatus(key: KeyDates & WithReadAt, clock: Clock): KeyStatus {
  const now = clock() ?? key.readAt;
  if (hasEnded(key, 'revokedAt', now)) return 'REVOKED';
  if (hasEnded(key, 'expiresAt', now) || hasEnded(key, 'retiresAt', now)) return 'EXPIRED';
  return key.retiresAt === null ? 'ACTIVE' : 'RETIRING';
}

export function keyStatusSql(key: Sql, now: Sql): Sql {
  return sql`case when ${hasEndedSql(key, 'revokedAt', now)} then 'REVOKED'
    when ${expiredSql(key, now)} then 'EXPIRED'
    when ${key}.retires_at is not null then 'RETIRING' else 'ACTIVE' end`;
}

/** As `revoked_at is null`, which is also the condition of indexes. */
export function notRevokedSql(key: Sql): Sql {
  return sql`${key}.revoked_at is null`;
}

/** ACTIVE or RETIRING. Of a user's key, `OWNER_ACTIVE` has to hold as well; of an admin key, `POWER_LASTS`. */
export function workingSql(key: Sql, now: Sql): Sql {
  return sql`${notRevokedSql(key)} and not ${expiredSql(key, now)}`;
}

/** ACTIVE: it works, and nothing takes its place. */
export function unreplacedSql(key: Sql, now: Sql): Sql {
  return sql`${notRevokedSql(key)} and ${key}.retires_at is null
    and (${hasEndedSql(key, 'expiresAt', now)}) is not true`;
}

/** It was replaced, and its overlap lasts. It may have expired during it. */
export function inOverlapSql(key: Sql, now: Sql): Sql {
  return sql`${key}.retires_at > ${now} and ${notRevokedSql(key)}`;
}

/**
 * Whether a key that has ended may be told from one that never was: not one that was replaced without
 * an overlap, which is unknown from that moment on, as it is to the older admin API.
 * @param table where its successor stands
 */
export function rememberedSql(key: Sql, table: Sql, now: Sql): Sql {
  return sql`((${hasEndedSql(key, 'retiresAt', now)}) is not true or exists (
    select from ${table} s
    where s.replaces_id = ${key}.id and s.revoked_at is null and s.created_at < ${key}.retires_at))`;
}

/**
 * Of a replaced key that ends now, not by and by. A date alone would end it only for as long as no clock is set
 * back, or a database with a slower one takes over.
 */
export function alsoRevokedSql(now: Sql): Sql {
  return sql`, revoked_at = ${now}`;
}

/** When a key ends unless it is revoked before; null if never. */
export function endsAtSql(key: Sql): Sql {
  return sql`least(${key}.expires_at, ${key}.retires_at)`;
}

/** Whether the keys of a user work at all, from a table `users u`. */
export const OWNER_ACTIVE = sql`u.is_active and u.deleted_at is null`;

/** Whether a user is an administrator, suspended or not. @param user the alias of a table with roles */
export function isAdminSql(user: Sql): Sql {
  return sql`${user}.role = 'admin'`;
}

/** Whether a user's key counts as an admin key while it works, from tables `api_tokens t` and `users u`. */
export const COUNTS_AS_ADMIN = sql`${isAdminSql(sql`u`)} and not t.is_imported`;
