import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../app.ts';
import type { Caller } from '../auth/caller.ts';
import { nowSql } from '../clock.ts';
import type { Action, TargetType } from './actions.ts';
import { actorOf } from './actor.ts';

export type Trail = {
  readonly action: Action;
  readonly target: TargetType | null;
  /** The statement's own rows (a CTE): each leaves one event. */
  readonly rows: Sql;
  readonly id: Sql;
  /** What it was and what it is, as jsonb without any secret; null where it was not or is not. */
  readonly before?: Sql;
  readonly after?: Sql;
};

const NOTHING = sql`null::jsonb`;

/**
 * The part of a statement that writes the trail of what the statement does: both are there, or
 * neither. To stand in a CTE of its own.
 */
export function trailSql(
  { clock }: Pick<App, 'clock'>,
  caller: Caller,
  { action, target, rows, id, before = NOTHING, after = NOTHING }: Trail,
): Sql {
  const actor = actorOf(caller);
  return sql`
    insert into audit_events (at, actor_kind, actor_id, actor_name, actor_user_id, action,
      target_type, target_id, ip, request_id, before, after)
    select ${nowSql(clock)}, ${actor.kind}, ${actor.id}::bigint, ${actor.name}, ${actor.userId}::bigint, ${action},
      ${target}, ${id}, ${caller.ip}, ${caller.requestId}, ${before}, ${after}
    from ${rows}`;
}
