import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import type { Rows } from '../database/database.ts';

/** One answered request, at the moment at which the database verified its key. */
type Use = {
  readonly tokenId: bigint;
  readonly userId: bigint;
  readonly at: Date;
  /** Null where it is not known whose address it is. */
  readonly ip: string | null;
};

export type UsageMeter = {
  /** Adds one request. Nothing is written for it yet. */
  readonly count: (use: Use) => void;
  /** Writes what is added up, in one statement; of several calls at once, one does it for all. */
  readonly flush: () => Promise<void>;
};

/** The requests of one key on one UTC day. */
type Sum = Pick<Use, 'tokenId' | 'userId'> & {
  readonly day: string;
  requests: number;
  first: Date;
  last: Date;
  lastIp: string | null;
};

type Sums = Map<string, Sum>;
type Batch = { readonly number: number; readonly sums: readonly Sum[] };

/**
 * Adds requests up in memory. A batch whose fate is not known, because the database went away at
 * that moment, is sent again under its number and counts once.
 */
export function usageMeter(rows: Rows): UsageMeter {
  const writer = randomUUID();
  let sums: Sums = new Map();
  let unsure: Batch | null = null;
  let written = 0;
  let running: Promise<void> | null = null;

  async function writeAll(): Promise<void> {
    if (unsure !== null) await write(unsure);
    if (sums.size === 0) return;
    const batch = { number: written + 1, sums: [...sums.values()] };
    sums = new Map();
    await write(batch);
  }

  async function write(batch: Batch): Promise<void> {
    unsure = batch;
    await writeBatch(rows, writer, batch);
    unsure = null;
    written = batch.number;
  }

  return {
    count: (use) => add(sums, use),
    flush: async () => {
      // Whoever comes while it runs has counted something since: that is for the next round.
      while (running !== null) await running.catch(() => {});
      if (unsure === null && sums.size === 0) return;
      running = writeAll().finally(() => {
        running = null;
      });
      await running;
    },
  };
}

function add(sums: Sums, { tokenId, userId, at, ip }: Use): void {
  const day = at.toISOString().slice(0, 10);
  const name = `${tokenId} ${day}`;
  const sum = sums.get(name);
  if (sum === undefined) {
    sums.set(name, { tokenId, userId, day, requests: 1, first: at, last: at, lastIp: ip });
    return;
  }
  sum.requests += 1;
  if (at < sum.first) sum.first = at;
  if (at < sum.last) return;
  sum.last = at;
  if (ip !== null) sum.lastIp = ip;
}

/** In the order of the keys, so that two processes never wait for each other crosswise. */
async function writeBatch(rows: Rows, writer: string, { number, sums }: Batch): Promise<void> {
  const column = <Value>(pick: (sum: Sum) => Value) => sums.map(pick);
  await rows(sql`
    with fresh as (
      insert into usage_writers as w (id, batch) values (${writer}::uuid, ${number}::bigint)
      on conflict (id) do update set batch = excluded.batch, at = excluded.at
        where w.batch < excluded.batch
      returning w.id)
    insert into token_usage_days as d (token_id, day, user_id, requests, first_at, last_at, last_ip)
    select n.* from unnest(${column((sum) => sum.tokenId)}::bigint[], ${column((sum) => sum.day)}::date[],
        ${column((sum) => sum.userId)}::bigint[], ${column((sum) => sum.requests)}::bigint[],
        ${column((sum) => sum.first)}::timestamptz[], ${column((sum) => sum.last)}::timestamptz[],
        ${column((sum) => sum.lastIp)}::text[]) as n(token_id, day, user_id, requests, first_at, last_at, last_ip)
      join api_tokens t on t.id = n.token_id
    where exists (select from fresh)
    order by n.token_id, n.day
    on conflict (token_id, day) do update set
      requests = d.requests + excluded.requests,
      first_at = least(d.first_at, excluded.first_at),
      last_at = greatest(d.last_at, excluded.last_at),
      last_ip = case when excluded.last_at >= d.last_at then coalesce(excluded.last_ip, d.last_ip)
        else coalesce(d.last_ip, excluded.last_ip) end`);
}

/** Processes that are long gone sent their last batch long ago. */
export async function forgetWriters(rows: Rows): Promise<void> {
  await rows(sql`delete from usage_writers where at < now() - interval '7 days'`);
}
