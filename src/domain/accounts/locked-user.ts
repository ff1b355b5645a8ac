import sql from 'sql-template-tag';
import { nowSql } from '../../core/clock.ts';
import { NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import { isAdminSql } from '../../security/keys/working.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import { USER_SNAPSHOT } from '../users/rows.ts';

/** A user as it is before a change. */
type LockedUser = {
  /** Whether its role is administrator, suspended or not. */
  readonly isAdmin: boolean;
  /** What the audit log keeps of it, as JSON. */
  readonly snapshot: string;
  readonly now: Date;
};

/**
 * Locks a user until the transaction is over: against other changes, not against rows that refer to it. A
 * rotation writes one of those while it holds a key for which this transaction may wait.
 * @throws NotFoundError also for a deleted one
 */
export async function lockUser({ app, rows }: UnitOfWork, id: bigint): Promise<LockedUser> {
  if (!isStorable(id)) throw new NotFoundError('User');
  const [user] = await rows<LockedUser>(sql`
    select ${isAdminSql(sql`u`)} as "isAdmin", ${USER_SNAPSHOT}::text as snapshot,
      (${nowSql(app.clock)})::timestamptz(3) as now
    from users u where u.id = ${id} and u.deleted_at is null for no key update`);
  if (user === undefined) throw new NotFoundError('User');
  return user;
}
