import sql, { type Sql } from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import type { LaterChanges, LaterKeys } from './later-changes.ts';

export type EndedAccess = { readonly keys: number; readonly users: number };

/**
 * Ends in a restored database what had ended by the time that it was lost. Users that were deleted are
 * suspended here, in the transaction of the restore.
 * @param fingerprint of the current pepper
 */
export async function endRevived(
  rows: Rows,
  { tokens, adminKeys, suspended, deleted, demoted, hasForgottenPepper }: LaterChanges,
  fingerprint: Uint8Array,
): Promise<EndedAccess> {
  const ended = [
    ...(await endKeys(rows, sql`api_tokens`, tokens)),
    ...(await endKeys(rows, sql`admin_keys`, adminKeys)),
    // Their users may have to be deleted later, without the pepper.
    ...(await rows(sql`
      update api_tokens set revoked_at = now()
      where revoked_at is null and user_id = any(${[...deleted]}::bigint[]) returning id`)),
    ...(hasForgottenPepper ? await endUnderOtherPeppers(rows, fingerprint) : []),
  ];
  await narrow(rows, tokens);
  const users = await rows(sql`
    update users set is_active = false
    where is_active and deleted_at is null and id = any(${[...suspended, ...deleted]}::bigint[]) returning id`);
  await rows(sql`
    update users set role = 'user' where role = 'admin' and id = any(${[...demoted]}::bigint[])`);
  return { keys: ended.length, users: users.length };
}

/** Of a rotation that was taken back, the replaced key lives on, and all that came after it ends. */
async function endKeys(
  rows: Rows,
  table: Sql,
  { ended, cancelled }: LaterKeys,
): Promise<readonly unknown[]> {
  await rows(
    sql`update ${table} set retires_at = null where id = any(${[...cancelled]}::bigint[])`,
  );
  return await rows(sql`
    with recursive later as (
      select s.id from ${table} s where s.replaces_id = any(${[...cancelled]}::bigint[])
      union select s.id from ${table} s join later l on s.replaces_id = l.id)
    update ${table} t set revoked_at = now()
    where t.revoked_at is null
      and (t.id = any(${[...ended]}::bigint[]) or t.id in (select id from later))
    returning t.id`);
}

function endUnderOtherPeppers(rows: Rows, fingerprint: Uint8Array): Promise<unknown[]> {
  return rows(sql`
    with others as (select id from peppers where fingerprint <> ${fingerprint}),
    tokens as (
      update api_tokens set revoked_at = now()
      where revoked_at is null and pepper_id in (select id from others) returning id),
    admins as (
      update admin_keys set revoked_at = now()
      where revoked_at is null and pepper_id in (select id from others) returning id)
    select id from tokens union all select id from admins`);
}

/** An earlier end, and fewer scopes. Of admin keys, neither can be changed. */
async function narrow(rows: Rows, { narrowed }: LaterKeys): Promise<void> {
  for (const [id, { expiresAt, scopes }] of narrowed)
    await rows(sql`
      update api_tokens set expires_at = least(expires_at, ${expiresAt}::timestamptz),
        scopes = array(select s from unnest(scopes) s where s = any(${[...scopes]}::text[]))
      where id = ${id}::bigint`);
}
