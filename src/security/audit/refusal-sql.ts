import sql, { type Sql } from 'sql-template-tag';
import { eventsSql } from './log.ts';
import type { Refused } from './refusal-tally.ts';

/** One event for each. */
export function refusalsSql(batch: readonly Refused[]): Sql {
  const now = performance.now();
  const events = batch.map(({ actor, ip, requestId, what, why, times, at, seenAt }) => ({
    kind: actor.kind,
    id: actor.id === null ? null : String(actor.id),
    name: actor.name,
    userId: actor.userId === null ? null : String(actor.userId),
    ip,
    requestId,
    at,
    ago: Math.max(0, now - seenAt) / 1_000,
    after: { what, why, times },
  }));
  return eventsSql({
    action: 'REQUEST_REFUSED',
    target: null,
    id: sql`null::bigint`,
    by: sql`x.kind, x.id::bigint, x.name, x."userId"::bigint, x.ip, x."requestId"`,
    at: sql`coalesce(x.at, now() - make_interval(secs => x.ago))`,
    after: sql`x.after`,
    rows: sql`json_to_recordset(${JSON.stringify(events)}::json)
      as x(kind text, id text, name text, "userId" text, ip text, "requestId" text, at timestamptz, ago float8, after jsonb)`,
  });
}
