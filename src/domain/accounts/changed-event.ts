import sql from 'sql-template-tag';
import { type AuditEntry, auditEventSql } from '../../security/audit/log.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import { USER_COLUMNS, type User } from '../users/rows.ts';

type UserEvent = Pick<AuditEntry, 'action'> & {
  /** What it was before, as JSON. */
  readonly before: string;
} & Required<Pick<AuditEntry, 'after'>>;

/**
 * Writes the event of a change of a user, in the transaction of the change.
 * @returns the user as it is now; its data with all digits of its numbers, which Prisma would round
 */
export async function recordUserEvent(
  { app, caller, rows }: UnitOfWork,
  id: bigint,
  { action, before, after }: UserEvent,
): Promise<User> {
  const [user] = await rows<User>(sql`
    with recorded as (${auditEventSql(app, caller, {
      action,
      target: 'User',
      rows: sql`users u where u.id = ${id}`,
      id: sql`u.id`,
      before: sql`${before}::jsonb`,
      after,
    })})
    select ${USER_COLUMNS} from users u where u.id = ${id}`);
  if (user === undefined) throw new Error('a locked row was not there');
  return user;
}
