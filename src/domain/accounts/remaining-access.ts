import sql, { type Sql } from 'sql-template-tag';
import { nowSql } from '../../core/clock.ts';
import { isAdminSql, OWNER_ACTIVE, workingSql } from '../../security/keys/working.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import { TOKEN_COLUMNS, type Token } from '../api-keys/rows.ts';
import { USER_COLUMNS, type User } from '../users/rows.ts';

/** The first of some rows, and how many there are. */
type Some<Row> = { readonly count: number; readonly first: readonly Row[] };

/** What a user gave to others with its administrator role, and what still stands. */
export type RemainingAccess = {
  /**
   * Keys of other users that it minted or rotated, keys of its own that it minted or made last longer, and
   * their successors. It may have kept their text.
   */
  readonly keys: Some<Token>;
  /** Users that it made administrators. */
  readonly admins: Some<User>;
  /** Users whose webhook it set. */
  readonly webhooks: Some<User>;
};

/** How many each list shows of what may be more. */
export const MOST_SHOWN = 100;

/** The audit log has it: what the user did with any of its keys. */
export async function loadRemainingAccess(
  unit: UnitOfWork,
  userId: bigint,
): Promise<RemainingAccess> {
  return {
    keys: await findKeys(unit, userId),
    admins: await findUsers(unit, userId, { events: PROMOTIONS, still: isAdminSql(sql`u`) }),
    webhooks: await findUsers(unit, userId, { events: WEBHOOKS, still: HAS_WEBHOOK }),
  };
}

const PROMOTIONS = sql`e.action in ('USER_CREATED', 'USER_UPDATED') and e.after ->> 'role' = 'admin'
  and e.before ->> 'role' is distinct from 'admin'`;
const WEBHOOKS = sql`(e.action = 'WEBHOOK_SET'
  or e.action = 'USER_UPDATED' and e.after -> 'touchedData' ? 'webhook_url'
  or e.action = 'USER_CREATED' and e.after -> 'dataKeys' ? 'webhook_url')`;
const HAS_WEBHOOK = sql`nullif(u.data ->> 'webhook_url', '') is not null`;

/** Targets of what a user did with its keys and with admin keys that depend on it, by indexes of such events. */
function targetsSql(userId: bigint, events: Sql): Sql {
  return sql`select e.target_id from audit_events e
    where e.actor_kind = 'USER_KEY' and e.actor_user_id = ${userId} and ${events}
    union all select e.target_id from audit_events e
    where e.actor_kind = 'ADMIN_KEY' and e.actor_id = any(${dependentSql(userId)}) and ${events}`;
}

/** All generations of admin keys that depend on a user. */
function dependentSql(userId: bigint): Sql {
  return sql`array(select k.id from admin_keys k where k.depends_on_user_ids @> array[${userId}]::bigint[])`;
}

/** Lineages of a user's keys that it gave itself or made last longer, by the events of each of its keys. */
function ownLineagesSql(userId: bigint): Sql {
  return sql`select coalesce(k.root_id, k.id) from api_tokens k join audit_events e on e.target_type = 'ApiToken' and e.target_id = k.id
    where k.user_id = ${userId} and (e.action = 'TOKEN_MINTED' or e.action = 'TOKEN_UPDATED'
        and e.before ->> 'expiresAt' is not null
        and ((e.after ->> 'expiresAt')::timestamptz <= (e.before ->> 'expiresAt')::timestamptz) is not true)
      and (e.actor_kind = 'USER_KEY' and e.actor_user_id = ${userId}
        or e.actor_kind = 'ADMIN_KEY' and e.actor_id = any(${dependentSql(userId)}))`;
}

async function findKeys({ app, rows }: UnitOfWork, userId: bigint): Promise<Some<Token>> {
  const made = targetsSql(userId, sql`e.action in ('TOKEN_MINTED', 'TOKEN_ROTATED')`);
  return someOf(
    await rows<Token & Counted>(sql`
      with lineage as (
        select coalesce(k.root_id, k.id) as id from api_tokens k
        where k.id in (${made}) and k.user_id <> ${userId}
        union ${ownLineagesSql(userId)})
      select ${TOKEN_COLUMNS}, count(*) over () as "outOf"
      from lineage l join api_tokens t on t.id = l.id or t.root_id = l.id
      join users u on u.id = t.user_id
      where ${workingSql(sql`t`, nowSql(app.clock))} and ${OWNER_ACTIVE}
      order by t.id limit ${MOST_SHOWN}`),
  );
}

type Condition = { readonly events: Sql; readonly still: Sql };

async function findUsers(
  { rows }: UnitOfWork,
  userId: bigint,
  { events, still }: Condition,
): Promise<Some<User>> {
  return someOf(
    await rows<User & Counted>(sql`
      select ${USER_COLUMNS}, count(*) over () as "outOf" from users u
      where u.id in (${targetsSql(userId, events)}) and u.id <> ${userId} and ${OWNER_ACTIVE} and ${still}
      order by u.id limit ${MOST_SHOWN}`),
  );
}

type Counted = { readonly outOf: bigint };

function someOf<Row extends Counted>(rows: readonly Row[]): Some<Row> {
  return { count: Number(rows[0]?.outOf ?? 0), first: rows };
}
