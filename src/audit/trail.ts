import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../app.ts';
import type { Caller } from '../auth/caller.ts';
import { nowSql } from '../clock.ts';
import type { Column } from '../database/items.ts';
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
const OF_ITEM = sql`i.actor_kind, i.actor_id, i.actor_name, i.actor_user_id, i.ip, i.request_id`;

/**
 * The part of a statement that writes the trail of what the statement does: both are there, or
 * neither. To stand in a CTE of its own.
 */
export function trailSql(app: Pick<App, 'clock'>, caller: Caller, trail: Trail): Sql {
  const { kind, id, name, userId } = actorOf(caller);
  const by = sql`${kind}, ${id}::bigint, ${name}, ${userId}::bigint, ${caller.ip}, ${caller.requestId}`;
  return eventsSql(app, by, trail);
}

/** As `trailSql`, for what several asked for: each row is joined with its item `i`, and that with `callerColumns`. */
export function itemsTrailSql(app: Pick<App, 'clock'>, trail: Trail): Sql {
  return eventsSql(app, OF_ITEM, trail);
}

/** Who asks for each item. */
export function callerColumns(callers: readonly Caller[]): Readonly<Record<string, Column>> {
  const actors = callers.map(actorOf);
  return {
    actor_kind: { type: 'text', values: actors.map(({ kind }) => kind) },
    actor_id: { type: 'bigint', values: actors.map(({ id }) => id) },
    actor_name: { type: 'text', values: actors.map(({ name }) => name) },
    actor_user_id: { type: 'bigint', values: actors.map(({ userId }) => userId) },
    ip: { type: 'text', values: callers.map(({ ip }) => ip) },
    request_id: { type: 'text', values: callers.map(({ requestId }) => requestId) },
  };
}

function eventsSql(
  { clock }: Pick<App, 'clock'>,
  by: Sql,
  { action, target, rows, id, before = NOTHING, after = NOTHING }: Trail,
): Sql {
  return sql`
    insert into audit_events (at, actor_kind, actor_id, actor_name, actor_user_id, ip, request_id, action,
      target_type, target_id, before, after)
    select ${nowSql(clock)}, ${by}, ${action}, ${target}, ${id}, ${before}, ${after}
    from ${rows}`;
}
