import sql, { type Sql } from 'sql-template-tag';

// What rows of a user say it is called. The audit log says it, too, until retention drops those events.

/** Addresses, as `email`, and names, as they were written. */
export function wordsInRows(userId: bigint): Sql {
  return sql`
    select u.email, u.name from users u where u.id = ${userId}
    union select u.data ->> 'imported_email', null from users u where u.id = ${userId}
    union select p.user_name, concat_ws(' ', p.given_name, p.family_name) from provisioned_users p
      where p.user_id = ${userId}`;
}

/** As the audit log names logins. */
export function loginsInRows(userId: bigint): Sql {
  return sql`
    select distinct s.provider || ':' || s.subject as text from sign_in_sessions s where s.user_id = ${userId}`;
}
