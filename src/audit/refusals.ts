import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import type { Caller } from '../auth/caller.ts';
import { ANONYMOUS } from '../auth/viewer.ts';
import { nowSql } from '../clock.ts';
import type { PlainDatabase } from '../database/database.ts';
import { actorOf } from './actor.ts';

/** A request for something that only admins may do, turned away. */
type Refusal = {
  readonly caller: Caller;
  /** What was asked for: a route, or a field of the schema. */
  readonly what: string;
  readonly why: string;
};

export type Refusals = {
  /** Notes one. It is written with the others within a second: a refusal shall cost little. */
  readonly note: (refusal: Refusal) => void;
  readonly flush: () => Promise<void>;
  /** How many are not known to be written. */
  readonly unwritten: () => number;
};

/** Of a flood, the rest is counted only. */
const MOST_PER_FLUSH = 1_000;

export function refusalLog({ rows }: PlainDatabase, clock: App['clock']): Refusals {
  let noted: Refusal[] = [];
  let unlisted = 0;
  let underWay = 0;
  return {
    note: (refusal) => {
      if (noted.length < MOST_PER_FLUSH) noted.push(refusal);
      else unlisted += 1;
    },
    flush: async () => {
      if (noted.length === 0) return;
      const batch = noted;
      const more = unlisted;
      const size = batch.length + more;
      noted = [];
      unlisted = 0;
      underWay += size;
      try {
        await rows(insertOf(batch, more, clock));
      } catch (error) {
        const all = [...batch, ...noted];
        noted = all.slice(0, MOST_PER_FLUSH);
        unlisted += more + all.length - noted.length;
        throw error;
      } finally {
        underWay -= size;
      }
    },
    unwritten: () => noted.length + unlisted + underWay,
  };
}

function insertOf(batch: readonly Refusal[], more: number, clock: App['clock']) {
  const events = batch.map(({ caller, what, why }, place) => ({
    ...actorOf(caller),
    id: String(actorOf(caller).id ?? ''),
    userId: String(actorOf(caller).userId ?? ''),
    ip: caller.ip,
    requestId: caller.requestId,
    after: { what, why, ...(place === batch.length - 1 && more > 0 && { more }) },
  }));
  return sql`
    insert into audit_events (at, actor_kind, actor_id, actor_name, actor_user_id, action, ip, request_id, after)
    select ${nowSql(clock)}, x.kind, nullif(x.id, '')::bigint, x.name, nullif(x."userId", '')::bigint,
      'REQUEST_REFUSED', x.ip, x."requestId", x.after
    from json_to_recordset(${JSON.stringify(events)}::json)
      as x(kind text, id text, name text, "userId" text, ip text, "requestId" text, after jsonb)`;
}

type From = { readonly ip: string; readonly requestId: string };

/** A request whose headers prove nobody. */
export function noteRefusal(app: App, { ip, requestId }: From, what: string, why: string): void {
  const caller = { viewer: ANONYMOUS, ip, requestId, idempotencyKey: null };
  app.refusals.note({ caller, what, why });
}
