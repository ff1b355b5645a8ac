import sql, { type Sql } from 'sql-template-tag';
import { actorOf } from '../audit/actor.ts';
import type { Caller } from '../auth/caller.ts';

// An admin key that was made by the role of a user works only while that user has the role: its maker
// had no power to give away for longer than it had it.

/** Whose power a caller uses, and with which key. */
export type Power = {
  /** The users whose administrator role it is; none for an operator's own. */
  readonly dependsOn: readonly bigint[];
  readonly tokenId: bigint | null;
  readonly adminKeyId: bigint | null;
};

export function powerOf(caller: Caller): Power {
  const { kind, id, userId } = actorOf(caller);
  if (kind === 'USER_KEY')
    return { dependsOn: userId === null ? [] : [userId], tokenId: id, adminKeyId: null };
  // A key that depends on users passes that on to what is made with it.
  const dependsOn = kind === 'ADMIN_KEY' ? (caller.viewer.operator?.dependsOn ?? []) : [];
  return { dependsOn, tokenId: null, adminKeyId: kind === 'ADMIN_KEY' ? id : null };
}

/** Whether a caller acts on what belongs to a user by that user's own power: it cannot give itself more. */
export function isOwnPower(caller: Caller, userId: bigint): boolean {
  return powerOf(caller).dependsOn.includes(userId);
}

const IS_ADMIN = sql`u.role = 'admin' and u.is_active and u.deleted_at is null`;

/** Whether all users on whom an admin key depends are active administrators, from a table aliased `t`. */
export const POWER_LASTS = sql`(t.depends_on_user_ids = '{}' or cardinality(t.depends_on_user_ids) = (
  select count(*) from users u where u.id = any(t.depends_on_user_ids) and ${IS_ADMIN}))`;

/**
 * The same of the power of a caller, and that it stays so until the transaction is over: whoever ends it
 * waits, and then finds what was made with it.
 */
export function powerHeldSql({ dependsOn }: Power): Sql {
  return sql`(select count(*) from (
    select u.id from users u where u.id = any(${dependsOn}::bigint[]) and ${IS_ADMIN} for share of u) held
  ) = ${dependsOn.length}::int`;
}

export const POWER_ENDED = 'The administrator role by which this key works has ended';
