import sql, { type Sql } from 'sql-template-tag';

// What time and revocation say of a key, from a table under this alias; its user may say more.

/** Its time is over, or the overlap in which it still worked beside its successor. */
export function expiredSql(key: Sql, now: Sql): Sql {
  return sql`(${key}.expires_at <= ${now} or ${key}.retires_at <= ${now}) is true`;
}

export function workingSql(key: Sql, now: Sql): Sql {
  return sql`${key}.revoked_at is null and not ${expiredSql(key, now)}`;
}

/** It works, and nothing takes its place. */
export function unreplacedSql(key: Sql, now: Sql): Sql {
  return sql`${key}.revoked_at is null and ${key}.retires_at is null
    and (${key}.expires_at <= ${now}) is not true`;
}
