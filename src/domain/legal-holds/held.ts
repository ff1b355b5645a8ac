import sql, { type Sql } from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';

// What is deleted of one user locks its row first, as a hold of the user or of one of its meetings does. What is
// deleted of many users at once shares an advisory lock, for as long as a batch takes: a hold waits for that,
// and not for the erasure of somebody else.

/** Taken by whoever places a hold, and shared by whoever deletes rows of many users. */
const LOCK = 7_270_736_914;

/**
 * The first statement of every transaction that deletes what holds of many users protect: the statements after
 * it see each hold that is placed, and none is placed until the transaction is over. It must be a short one.
 */
export async function seeHolds(rows: Rows): Promise<void> {
  await rows(sql`select pg_advisory_xact_lock_shared(${LOCK})`);
}

/**
 * Begins a transaction that places a hold: it waits for deletions under way. The statements after it see what
 * they deleted.
 * @param userId the user, or the owner of the meeting; nobody where there is none
 */
export async function awaitDeletions(rows: Rows, userId: Sql): Promise<void> {
  await lockRow(rows, userId);
  await rows(sql`select pg_advisory_xact_lock(${LOCK})`);
}

/**
 * Locks the row of a user, deleted or not, until the transaction is over: whether it is on hold is known to the
 * statements after it, and not to one that waits for this lock.
 */
export async function lockRow(rows: Rows, userId: Sql): Promise<void> {
  await rows(sql`select from users u where u.id = (${userId}) for no key update`);
}

/** Whether a user is on hold. Stands in a statement after `seeHolds`, or after the row of the user is locked. */
export function userHeldSql(userId: Sql): Sql {
  return sql`exists (select from legal_holds h where h.user_id = ${userId} and h.released_at is null)`;
}

/** Whether a meeting, from a table aliased `m`, is on hold: by itself or with its user. */
export const MEETING_HELD = sql`(${userHeldSql(sql`m.user_id`)}
  or exists (select from legal_holds h where h.meeting_id = m.id and h.released_at is null))`;

/**
 * Whether an event, from a table aliased `e`, is one of a user on hold: by that user, about it or its keys. The
 * event of the hold itself is one, also of a hold on a meeting.
 */
export const EVENT_HELD = sql`exists (
  select from legal_holds h where h.released_at is null and (
    h.user_id = e.actor_user_id
    or (e.target_type = 'User' and h.user_id = e.target_id)
    or (e.target_type = 'ApiToken' and h.user_id = (select t.user_id from api_tokens t where t.id = e.target_id))
    or (e.action = 'LEGAL_HOLD_PLACED' and e.after -> 'hold' = to_jsonb(h.id))))`;

export const HELD =
  'is under a legal hold: the query legalHolds lists it, and releaseLegalHold releases it';
