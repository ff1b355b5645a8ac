import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import type { Sum } from './sums.ts';
import { rowsOf } from './unwritten.ts';

/**
 * Days and totals in one statement, so that they never differ; in the order of the keys, so that
 * two processes never wait for each other crosswise. Sums go in once, under the number of the last one.
 */
export async function writeBatch(rows: Rows, writer: string, sums: readonly Sum[]): Promise<void> {
  const number = sums.at(-1)?.number;
  await rows(sql`
    with fresh as (
      insert into usage_writers as w (id, batch) values (${writer}::uuid, ${number}::bigint)
      on conflict (id) do update set batch = excluded.batch, at = excluded.at
        where w.batch < excluded.batch
      returning w.id),
    n as materialized (
      select n.token_id, n.day, n.user_id, n.requests, n.first_at, n.last_at, n.last_ip from ${rowsOf(sums)}
        join api_tokens t on t.id = n.token_id
      where exists (select from fresh)),
    totals as (
      insert into token_usage as d (token_id, requests, first_at, last_at, last_ip)
      select token_id, sum(requests)::bigint, min(first_at), max(last_at),
        (array_agg(last_ip order by last_at desc) filter (where last_ip is not null))[1]
      from n group by token_id order by token_id
      on conflict (token_id) do update set ${ADDED})
    insert into token_usage_days as d (token_id, day, user_id, requests, first_at, last_at, last_ip)
    select * from n order by token_id, day
    on conflict (token_id, day) do update set ${ADDED}`);
}

const ADDED = sql`
      requests = d.requests + excluded.requests,
      first_at = least(d.first_at, excluded.first_at),
      last_at = greatest(d.last_at, excluded.last_at),
      last_ip = case when excluded.last_at >= d.last_at then coalesce(excluded.last_ip, d.last_ip)
        else coalesce(d.last_ip, excluded.last_ip) end`;

/** Processes that are long gone sent their last batch long ago. */
export async function forgetWriters(rows: Rows): Promise<void> {
  await rows(sql`delete from usage_writers where at < now() - interval '7 days'`);
}
