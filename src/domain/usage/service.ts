import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import type { TimeRange } from '../../core/time/range.ts';
import { lastUse } from './last-use.ts';
import type { UsageOf } from './unwritten.ts';

/** What a key, or a user with all its keys, was used for so far. Days are UTC days. */
export type Usage = {
  readonly id: bigint;
  readonly totalRequests: bigint;
  readonly firstUsedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastUsedIp: string | null;
  readonly requestsToday: bigint;
  /** The UTC midnight at which today began. */
  readonly lastReset: Date;
};

export type UsageDay = {
  readonly day: Date;
  readonly requests: bigint;
  /** Whether days of this age are deleted, and nothing is left of this one. */
  readonly isRemoved: boolean;
};
export type UsageDays = { readonly id: bigint; readonly days: readonly UsageDay[] };

/** Of each of them, in one statement. What this process has counted is in it, written or not. */
export function loadUsage(app: App, of: UsageOf, ids: readonly bigint[]): Promise<Usage[]> {
  const now = nowSql(app.clock);
  const today = sql`(${now} at time zone 'UTC')::date`;
  return app.db.rows<Usage>(sql`
    with unwritten as (${app.usage.beside().rows(of, ids)})
    select k.id, coalesce(sum(a.requests), 0)::bigint as "totalRequests", min(a.first_at) as "firstUsedAt",
      ${lastUse(sql`max(a.last_at)`, sql`max(k.imported)`)} as "lastUsedAt",
      (array_agg(a.last_ip order by a.last_at desc, a.number desc) filter (where a.last_ip is not null))[1] as "lastUsedIp",
      coalesce(sum(a.today), 0)::bigint as "requestsToday",
      date_trunc('day', ${now}, 'UTC') as "lastReset"
    from (${keysOf(of, ids)}) k left join lateral (
      select 0 as number, t.requests, t.first_at, t.last_at, t.last_ip, (
        select d.requests from token_usage_days d where d.token_id = t.token_id and d.day = ${today}) as today
      from token_usage t where t.token_id = k.token_id
      union all
      select n.number, n.requests, n.first_at, n.last_at, n.last_ip, n.requests * (n.day = ${today})::int
      from unwritten n where n.token_id = k.token_id
    ) a on true
    group by k.id`);
}

/** Keys that were imported have a last use from before their days were counted. */
function keysOf(of: UsageOf, ids: readonly bigint[]): Sql {
  return of === 'token'
    ? sql`select t.id, t.id as token_id, t.last_used_at as imported
        from api_tokens t where t.id = any(${ids}::bigint[])`
    : sql`select u.id, t.id as token_id, t.last_used_at as imported
        from users u left join api_tokens t on t.user_id = u.id where u.id = any(${ids}::bigint[])`;
}

/** Every day that the range touches, those without requests among them. */
export async function loadUsageDays(
  app: App,
  of: UsageOf,
  { ids, range }: { readonly ids: readonly bigint[]; readonly range: TimeRange },
): Promise<UsageDays[]> {
  const owner = of === 'token' ? sql`token_id` : sql`user_id`;
  const days = await app.db.heavyRows<UsageDay & { readonly id: bigint }>(sql`
    with unwritten as (
      select n.${owner} as id, n.day, sum(n.requests) as requests
      from (${app.usage.beside().rows(of, ids)}) n where exists (select from api_tokens t where t.id = n.token_id)
      group by 1, 2)
    select p.id, c.day at time zone 'UTC' as day,
      (coalesce(sum(d.requests), 0) + coalesce(max(n.requests), 0))::bigint as requests,
      coalesce(bool_and(d.token_id is null) and c.day::date < (max(r.removed_before) at time zone 'UTC')::date, false) as "isRemoved"
    from unnest(${ids}::bigint[]) as p(id)
      cross join generate_series(date_trunc('day', ${range.start}::timestamptz at time zone 'UTC'),
        (${range.end}::timestamptz at time zone 'UTC') - interval '1 microsecond', interval '1 day') as c(day)
      left join token_usage_days d on d.${owner} = p.id and d.day = c.day::date
      left join unwritten n on n.id = p.id and n.day = c.day::date
      left join retention_runs r on r.kind = 'USAGE'
    group by p.id, c.day order by p.id, c.day`);
  const byParent = Map.groupBy(days, ({ id }) => id);
  return ids.map((id) => ({ id, days: byParent.get(id) ?? [] }));
}
