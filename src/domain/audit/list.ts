import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import {
  allOf,
  during,
  type EqualityFilter,
  equality,
  matching,
  type TextFilter,
  type TimeFilter,
  textFolding,
  wordIn,
} from '../../data/paging/filter.ts';
import type { List } from '../../data/paging/list.ts';
import type { OrderColumn } from '../../data/paging/page.ts';
import { type Columns, columnsSql } from '../../data/sql/columns.ts';
import { ACTIONS, type Action, type TargetType } from '../../security/audit/actions.ts';
import type { ActorKind } from '../../security/audit/actor.ts';
import { ofUserSql, type UserName } from '../users/named.ts';

/** One event of the audit log, as it is shown. */
export type AuditEvent = {
  readonly id: bigint;
  readonly at: Date;
  readonly actorKind: ActorKind;
  readonly actorId: bigint | null;
  readonly actorName: string | null;
  readonly actorUserId: bigint | null;
  readonly action: Action;
  readonly targetType: TargetType | null;
  readonly targetId: bigint | null;
  readonly ip: string | null;
  readonly requestId: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly position: bigint | null;
};

type Given<Filter> = Filter | null | undefined;

export type AuditFilter = {
  readonly action?: Given<EqualityFilter<Action | 'OTHER'>>;
  readonly actorName?: Given<TextFilter>;
  readonly target?: { readonly type: TargetType; readonly id: bigint } | undefined;
  readonly user?: Given<UserName>;
  readonly ip?: Given<EqualityFilter<string>>;
  readonly requestId?: Given<EqualityFilter<string>>;
  readonly at?: Given<TimeFilter>;
};

const AUDIT_EVENT = {
  id: sql`e.id`,
  at: sql`e.at`,
  actorKind: sql`e.actor_kind`,
  actorId: sql`e.actor_id`,
  actorName: sql`e.actor_name`,
  actorUserId: sql`e.actor_user_id`,
  action: sql`e.action`,
  targetType: sql`e.target_type`,
  targetId: sql`e.target_id`,
  ip: sql`e.ip`,
  requestId: sql`e.request_id`,
  before: sql`e.before`,
  after: sql`e.after`,
  position: sql`e.position`,
} as const satisfies Columns<AuditEvent>;

export const AUDIT_EVENTS: List<AuditEvent, AuditFilter> = {
  table: sql`audit_events e`,
  columns: AUDIT_EVENT,
  id: sql`e.id`,
  mayUseReplica: true,
  where: (_app, { action, actorName, target, user, ip, requestId, at }) =>
    allOf([
      ...wordIn(sql`e.action`, { known: Object.keys(ACTIONS), rest: 'OTHER' }, action),
      ...matching(textFolding(sql`e.actor_name`), actorName),
      ...(target ? [sql`e.target_type = ${target.type} and e.target_id = ${target.id}`] : []),
      ...(user ? [concernsUser(user)] : []),
      ...equality(sql`e.ip`, sql`text`, ip),
      ...equality(sql`e.request_id`, sql`text`, requestId),
      ...during(sql`e.at`, at),
    ]),
};

/** What was done to a user or to one of its keys. */
function concernsUser(user: UserName): Sql {
  return sql`(e.target_type, e.target_id) in (
    select 'User', u.id from users u where ${allOf(ofUserSql(sql`u.id`, user))}
    union all
    select 'ApiToken', t.id from api_tokens t where ${allOf(ofUserSql(sql`t.user_id`, user))})`;
}

export const AUDIT_ORDER: OrderColumn<AuditEvent> = {
  name: 'AT',
  expression: sql`e.at`,
  cast: sql`timestamptz`,
  reads: ['id', 'at'],
  valueOf: (event) => event.at.toISOString(),
};

/** Many at once, in one statement. */
export function loadAuditEvents(app: App, ids: readonly bigint[]): Promise<AuditEvent[]> {
  return app.db.rows<AuditEvent>(sql`
    select ${columnsSql<AuditEvent>(AUDIT_EVENT)} from ${AUDIT_EVENTS.table} where e.id = any(${ids}::bigint[])`);
}
