import sql, { join, type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { type AuditEntry, auditEventSql } from '../../security/audit/log.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { USER_COLUMNS } from '../users/rows.ts';

type Change = {
  readonly id: bigint;
  /** Assignments; the row as it was is `old`. */
  readonly set: readonly Sql[];
  /** What the audit log keeps of it: the row as it was is `old u`, as it is now `u`. */
  readonly event: Pick<AuditEntry, 'action' | 'before' | 'after'>;
};

/** Changes a user that is not deleted, with its event in the audit log, and yields it as it is then. */
export function changeUserSql(app: App, caller: Caller, { id, set, event }: Change): Sql {
  const auditEvents = { ...event, target: 'User', rows: sql`new u`, id: sql`u.id` } as const;
  return sql`
    with old as (select u.* from users u where u.id = ${id} and u.deleted_at is null for no key update),
    new as (
      update users u set ${join(set)}, updated_at = ${nowSql(app.clock)}
      from old where u.id = old.id
      returning u.*),
    recorded as (${auditEventSql(app, caller, auditEvents)})
    select ${USER_COLUMNS} from new u`;
}
