import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import type { Caller } from '../callers/caller.ts';
import type { Action, TargetType } from './actions.ts';
import { actorOf } from './actor.ts';
import { boundedEventTexts } from './bounded.ts';
import { signatureSql } from './signature.ts';

export type AuditEntry = {
  readonly action: Action;
  readonly target: TargetType | null;
  /** The statement's own rows (a CTE): each leaves one event. */
  readonly rows: Sql;
  /** Whether that is one row at most: it needs no count. */
  readonly isOne?: true;
  readonly id: Sql;
  /** What it was and what it is, as jsonb without any secret; null where it was not or is not. */
  readonly before?: Sql;
  readonly after?: Sql;
};

const NOTHING = sql`null::jsonb`;
const PARTS = sql`(row_number() over ())::int as part, (count(*) over ())::int as parts`;
const ONE_PART = sql`1 as part, 1 as parts`;

/**
 * The part of a statement that writes the events of what the statement does: both are there, or
 * neither. To stand in a CTE of its own, or at the end.
 *
 * The statement returns a row for each event, and none where it wrote none: so the process knows
 * which of its statements left events. A row that has none says so: `false as "hasEvent"`.
 */
export function auditEventSql(app: Pick<App, 'clock'>, caller: Caller, entry: AuditEntry): Sql {
  const { kind, id, userId, ...actor } = actorOf(caller);
  const { name, ip, requestId } = boundedEventTexts({ ...caller, ...actor });
  const by = sql`${kind}::text, ${id}::bigint, ${name}::text, ${userId}::bigint, ${ip}::text, ${requestId}::text`;
  return eventsSql({ ...entry, by, at: nowSql(app.clock) });
}

type Events = AuditEntry & {
  /** Who, from where and in which request: in the order of the columns. */
  readonly by: Sql;
  readonly at: Sql;
};

/** Every event is written here, and signed as it is. */
export function eventsSql(events: Events): Sql {
  const { by, at, action, target, rows, isOne, id, before = NOTHING, after = NOTHING } = events;
  return sql`
    insert into audit_events (id, at, actor_kind, actor_id, actor_name, actor_user_id, ip, request_id, action,
      target_type, target_id, before, after, part, parts, writer, number, mac)
    select e.id, e.at, e.actor_kind, e.actor_id, e.actor_name, e.actor_user_id, e.ip, e.request_id, e.action,
      e.target_type, e.target_id, e.before, e.after, e.part, e.parts, ${signatureSql}
    from (
      select n.*, n.before::text as before_text, n.after::text as after_text,
        ${isOne ? ONE_PART : PARTS}
      from (
        select nextval('audit_events_id_seq'), (${at})::timestamptz(3), ${by}, ${action}::text, ${target}::text,
          (${id})::bigint, ${before}, ${after}
        from ${rows}
      ) as n(id, at, actor_kind, actor_id, actor_name, actor_user_id, ip, request_id, action, target_type,
        target_id, before, after)
    ) as e
    returning true as "isWritten"`;
}
