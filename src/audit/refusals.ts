import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import type { Caller } from '../auth/caller.ts';
import type { Identity } from '../auth/viewer.ts';
import type { PlainDatabase } from '../database/database.ts';
import { actorOf } from './actor.ts';
import { type Refused, refusalTally } from './refusal-tally.ts';

/** A request that was turned away because its caller has no right to what it asks for. */
export type Refusal = {
  readonly caller: Pick<Caller, 'ip' | 'requestId' | 'command'> & { readonly viewer: Identity };
  /** What was asked for: a route, or a field of the schema. */
  readonly what: string;
  readonly why: string;
};

export type Refusals = {
  /** Notes one. It is written with the others within a second: a refusal shall cost little. */
  readonly note: (refusal: Refusal) => void;
  /** Writes what was noted before the call. */
  readonly flush: () => Promise<void>;
  /** How many are not known to be written. */
  readonly unwritten: () => number;
};

export function refusalLog({ rows }: PlainDatabase, clock: App['clock']): Refusals {
  let tally = refusalTally();
  let underWay: readonly Refused[] = [];
  let writing: Promise<unknown> = Promise.resolve();

  async function write(): Promise<void> {
    const batch = tally.all();
    if (batch.length === 0) return;
    tally = refusalTally();
    underWay = batch;
    try {
      await rows(insertOf(batch));
    } catch (error) {
      const since = tally.all();
      tally = refusalTally();
      for (const refused of [...batch, ...since]) tally.add(refused);
      throw error;
    } finally {
      underWay = [];
    }
  }

  return {
    note: ({ caller, what, why }) => {
      const { ip, requestId } = caller;
      const when = { at: clock(), seenAt: performance.now() };
      tally.add({ actor: actorOf(caller), ip, requestId, what, why, times: 1, ...when });
    },
    flush: () => {
      const written = writing.then(write, write);
      writing = written;
      return written;
    },
    unwritten: () => [...tally.all(), ...underWay].reduce((sum, { times }) => sum + times, 0),
  };
}

function insertOf(batch: readonly Refused[]) {
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
  return sql`
    insert into audit_events (at, actor_kind, actor_id, actor_name, actor_user_id, action, ip, request_id, after)
    select coalesce(x.at, now() - make_interval(secs => x.ago)), x.kind, x.id::bigint, x.name, x."userId"::bigint,
      'REQUEST_REFUSED', x.ip, x."requestId", x.after
    from json_to_recordset(${JSON.stringify(events)}::json)
      as x(kind text, id text, name text, "userId" text, ip text, "requestId" text, at timestamptz, ago float8, after jsonb)`;
}
