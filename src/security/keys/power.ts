import sql, { type Sql } from 'sql-template-tag';
import { actorOf } from '../audit/actor.ts';
import type { Caller } from '../callers/caller.ts';
import type { Viewer } from '../callers/viewer.ts';
import { endsAtSql, isAdminSql, OWNER_ACTIVE, workingSql } from './working.ts';

// An admin key that was made by the role of a user works only while that user has the role: its maker
// had no power to give away for longer than it had it.

/** Whose power a caller uses, and with which key. */
export type Power = {
  /** The users whose administrator role it is; none for an operator's own. */
  readonly dependsOn: readonly bigint[];
  readonly tokenId: bigint | null;
  readonly adminKeyId: bigint | null;
  /** When the token of a provider ends by which the caller acts; null for keys. */
  readonly loginEndsAt: Date | null;
};

export function powerOf(caller: Pick<Caller, 'viewer' | 'command'>): Power {
  const { kind, id, userId } = actorOf(caller);
  const none = { dependsOn: [], tokenId: null, adminKeyId: null, loginEndsAt: null };
  if (kind === 'USER_KEY')
    return { ...none, dependsOn: userId === null ? [] : [userId], tokenId: id };
  if (kind === 'PROVIDER_TOKEN') return { ...none, loginEndsAt: loginEndOf(caller.viewer) };
  // A key that depends on users passes that on to what is made with it.
  const dependsOn = kind === 'ADMIN_KEY' ? (caller.viewer.operator?.dependsOn ?? []) : [];
  return { ...none, dependsOn, adminKeyId: kind === 'ADMIN_KEY' ? id : null };
}

/** Whether a caller acts by no user's power, but by an operator's own. */
export function hasOwnPower(caller: Pick<Caller, 'viewer'>): boolean {
  return powerOf(caller).dependsOn.length === 0;
}

function loginEndOf({ operator, holder }: Viewer): Date | null {
  return operator?.login?.expiresAt ?? holder?.login?.expiresAt ?? null;
}

/** Whether a caller acts on what belongs to a user by that user's own power: it cannot give itself more. */
export function isOwnPower(caller: Caller, userId: bigint): boolean {
  const actor = actorOf(caller);
  const isSelf = actor.kind === 'PROVIDER_TOKEN' && actor.userId === userId;
  return isSelf || powerOf(caller).dependsOn.includes(userId);
}

const IS_ACTIVE_ADMIN = sql`${isAdminSql(sql`u`)} and ${OWNER_ACTIVE}`;

/** Whether all users on whom an admin key depends are active administrators, from a table aliased `t`. */
const POWER_LASTS = sql`(t.depends_on_user_ids = '{}' or cardinality(t.depends_on_user_ids) = (
  select count(*) from users u where u.id = any(t.depends_on_user_ids) and ${IS_ACTIVE_ADMIN}))`;

/** Whether an admin key works, from a table `admin_keys t`. */
export function workingAdminKeySql(now: Sql): Sql {
  return sql`${workingSql(sql`t`, now)} and ${POWER_LASTS}`;
}

/**
 * The same of the power of a caller, and that it stays so until the transaction is over: whoever ends it
 * waits, and then finds what was made with it.
 */
export function powerHeldSql({ dependsOn }: Power): Sql {
  return sql`(select count(*) from (
    select u.id from users u where u.id = any(${dependsOn}::bigint[]) and ${IS_ACTIVE_ADMIN} for share of u) held
  ) = ${dependsOn.length}::int`;
}

export const POWER_ENDED = 'The administrator role that this key depends on has ended';

/**
 * When the key ends with which a caller acts; null for one without an end. What it makes that gives power
 * ends no later: else whoever had the key for a while would have its power for ever.
 */
export function callerEndSql({ tokenId, adminKeyId, loginEndsAt }: Power): Sql {
  return sql`least(${loginEndsAt}::timestamptz,
    (select ${endsAtSql(sql`k`)} from api_tokens k where k.id = ${tokenId}::bigint),
    (select ${endsAtSql(sql`k`)} from admin_keys k where k.id = ${adminKeyId}::bigint))`;
}

/**
 * The same for a change of an API key `t`; null for a key that is no administrator's: it gives no power.
 */
export function endForAdminSql(power: Power): Sql {
  return sql`case when (select ${isAdminSql(sql`u`)} from users u where u.id = t.user_id)
    then ${callerEndSql(power)} end`;
}

/**
 * Admin keys that were made with some keys, or with what those made, and what replaced them: a condition on
 * a table aliased `t`.
 * @param by a condition on an admin key aliased `k` that one of those keys made
 */
export function madeWithSql(by: Sql): Sql {
  return sql`t.id in (with recursive made as (
    select k.id from admin_keys k where ${by}
    union select k.id from admin_keys k join made m on k.created_by_key_id = m.id or k.replaces_id = m.id)
    select id from made)`;
}
