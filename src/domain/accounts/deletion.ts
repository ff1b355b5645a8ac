import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { inTransaction } from '../../security/unit-of-work.ts';
import { USER_COLUMNS, USER_SNAPSHOT, type User } from '../users/rows.ts';
import type { ChangedUser } from './changes.ts';
import { endPower, NOTHING_LOST, wasAdmin } from './lost-power.ts';

/**
 * Ends a user and all its keys at once, and drops its webhook's secret; of an
 * administrator, also the admin keys that were made by its role. The row stays, hidden, so
 * that the audit log of what it did stays readable; its address may be used again.
 * @throws NotFoundError
 */
export async function deleteUser(app: App, caller: Caller, id: bigint): Promise<ChangedUser> {
  if (!isStorable(id)) throw new NotFoundError('User');
  const now = nowSql(app.clock);
  return await inTransaction(app, caller, async (step) => {
    const { rows } = step;
    const losesPower = await wasAdmin(step, id);
    const [user] = await rows<User>(sql`
      update users u set deleted_at = ${now} where u.id = ${id} and u.deleted_at is null
      returning ${USER_COLUMNS}`);
    if (user === undefined) throw new NotFoundError('User');
    // A statement of its own: it sees keys and secrets that came while the first one waited.
    await rows(sql`
      with ended as (
        update api_tokens t set revoked_at = ${now}
        where t.user_id = ${id} and t.revoked_at is null returning t.id),
      unsealed as (delete from webhook_secrets where user_id = ${id}),
      gone as (select u.* from users u where u.id = ${id})
      ${auditEventSql(app, caller, {
        action: 'USER_DELETED',
        target: 'User',
        rows: sql`gone u`,
        id: sql`u.id`,
        before: USER_SNAPSHOT,
        after: sql`jsonb_build_object('endedKeys', (select coalesce(jsonb_agg(id order by id), '[]') from ended))`,
      })}`);
    return { user, ...(losesPower ? await endPower(step, id) : NOTHING_LOST) };
  });
}
