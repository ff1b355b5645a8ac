import sql, { type Sql } from 'sql-template-tag';
import { nowSql } from '../../core/clock.ts';
import { UnauthenticatedError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import { actorOf } from '../audit/actor.ts';
import type { Caller } from '../callers/caller.ts';
import { powerOf, workingAdminKeySql } from '../keys/power.ts';
import { COUNTS_AS_ADMIN, OWNER_ACTIVE, workingSql } from '../keys/working.ts';
import type { UnitOfWork } from '../unit-of-work.ts';
import { overSql } from './sessions.ts';

// A key or session is checked when a request comes in. Whoever ends all keys and sessions of a user ends what it
// finds, so a request that is under way must not make another one afterwards. Both lock the user.

/** The users with whose key, session or administrator role a caller acts; none for an operator's own. */
function actingUsers(caller: Caller): readonly bigint[] {
  const { kind, userId } = actorOf(caller);
  if (kind === 'PROVIDER_TOKEN') return userId === null ? [] : [userId];
  return powerOf(caller).dependsOn;
}

function sessionOf({ viewer: { operator, holder } }: Caller): bigint | undefined {
  return (operator?.login ?? holder?.login)?.sessionId;
}

/**
 * Whether `checkStillWorks` has something to check, which takes a transaction. The keys of the settings end
 * with the process, and a token in a header when its provider says so.
 */
export function canEnd(caller: Caller): boolean {
  const { kind, id } = actorOf(caller);
  if (actingUsers(caller).length > 0) return true;
  return kind === 'ADMIN_KEY'
    ? id !== null
    : kind === 'PROVIDER_TOKEN' && sessionOf(caller) !== undefined;
}

/**
 * Locks the users by whom a caller acts until the transaction is over, and checks that its key or session
 * still works. To be done before anything else is locked that gives somebody a new key.
 * @param others users who are locked afterwards: all are locked in one order
 * @throws UnauthenticatedError
 */
export async function checkStillWorks(
  { app, caller, rows }: UnitOfWork,
  others: readonly bigint[] = [],
): Promise<void> {
  if (!canEnd(caller)) return;
  const users = actingUsers(caller);
  if (users.length > 0)
    await rows(sql`
      select from users u where u.id = any(${[...users, ...others].filter(isStorable)}::bigint[]) order by u.id for no key update`);
  // A statement of its own: one that waited for the lock would see the keys as they were before.
  const working = await rows(workingCallerSql(caller, nowSql(app.clock)));
  if (working.length === 0) throw new UnauthenticatedError(ENDED);
}

const ENDED = 'The key or session of this request has just ended';

/**
 * A row while it works, with the rights that the request has. The row is locked, too: one key or session can
 * end without its user.
 */
function workingCallerSql(caller: Caller, now: Sql): Sql {
  const { kind, id, userId } = actorOf(caller);
  if (kind === 'ADMIN_KEY')
    return sql`select t.id from admin_keys t where t.id = ${id} and ${workingAdminKeySql(now)}
      for no key update of t`;
  const { isAdmin = false } = caller.viewer.holder ?? {};
  if (kind === 'USER_KEY')
    return sql`select t.id from api_tokens t join users u on u.id = t.user_id
      where t.id = ${id} and ${workingSql(sql`t`, now)} and ${OWNER_ACTIVE}
        and (${COUNTS_AS_ADMIN} or not ${isAdmin}::boolean)
      for no key update of t`;
  const sessionId = sessionOf(caller);
  const user = sql`select u.id from users u where u.id = ${userId} and ${OWNER_ACTIVE}`;
  if (sessionId === undefined) return user;
  return sql`select s.id from sign_in_sessions s
    where s.id = ${sessionId} and not ${overSql(now)} and (${userId}::bigint is null or exists (${user}))
    for no key update of s`;
}
