import type { Logger } from 'pino';
import sql from 'sql-template-tag';
import type { PlainDatabase, Rows } from '../database/database.ts';
import type { Vault } from '../vault/data-keys.ts';
import { type EventRow, eventColumns, textOf } from './event-text.ts';
import { type End, readHead, START, type StoredEnd, writeHead } from './head.ts';
import { isLate } from './late.ts';

/** Whoever holds it writes the end of the chain. */
export const LOCK = 7_270_736_910;
const MOST_AT_ONCE = 1_000;
const TELL_MS = 60_000;

export type Sealer = {
  /** Seals everything there is. Cheap when there is nothing: it is called once a second. */
  readonly sealAll: () => Promise<void>;
};

/**
 * Gives each event that has none its place in the chain, and a keyed hash over itself and the one
 * before it. Not in the statement that writes the event: all changes would have to wait for one
 * another. One process at a time does it; the others leave it at that.
 */
export function trailSealer(db: PlainDatabase, vault: Vault, log: Logger): Sealer {
  // Where this process has seen the chain end: it never ends earlier again.
  let seen = START;
  let toldAt = Number.NEGATIVE_INFINITY;

  function refuse(problem: string): null {
    const now = performance.now();
    if (now - toldAt < TELL_MS) return null;
    toldAt = now;
    log.error(
      `The trail is not sealed any more: ${problem}. Somebody has written to the database past this ` +
        'service. Run `npm run audit -- verify`; docs/backup.md says how to go on.',
    );
    return null;
  }

  /** @returns the new end, or null when there is nothing that this process could do */
  async function sealSome(rows: Rows): Promise<End | null> {
    const [lock] = await rows<{ free: boolean }>(
      sql`select pg_try_advisory_xact_lock(${LOCK}) as free`,
    );
    if (lock?.free !== true) return null;
    const head = await readHead(rows, vault);
    if (head === null) return refuse('its end is missing');
    const problem = problemOf(head, seen);
    if (problem !== null) return refuse(problem);
    const events = await rows<EventRow>(sql`
      select ${eventColumns} from audit_events e where e.position is null order by e.id limit ${MOST_AT_ONCE}`);
    await tellLate(rows, log, { head, events });
    return events.length > 0 ? await chain(rows, { vault, head, events }) : null;
  }

  return {
    sealAll: async () => {
      while (await isAnyUnsealed(db)) {
        const end = await db.transaction(sealSome);
        if (end === null) return;
        // Not before it is committed: what was rolled back was never an end.
        seen = end;
      }
    },
  };
}

/** Apart from the transaction: most seconds there is nothing. */
async function isAnyUnsealed({ rows }: PlainDatabase): Promise<boolean> {
  const [found] = await rows<{ any: boolean }>(
    sql`select exists (select from audit_events where position is null) as any`,
  );
  return found?.any === true;
}

function problemOf(head: StoredEnd, seen: End): string | null {
  if (!head.isProven) return `its end, place ${head.position}, does not bear this service's proof`;
  return head.position < seen.position
    ? `its end was set back from place ${seen.position} to ${head.position}`
    : null;
}

type Batch = { readonly head: End; readonly events: readonly EventRow[] };

/** They are sealed all the same: that they are there now is true. */
async function tellLate(rows: Rows, log: Logger, { head, events }: Batch): Promise<void> {
  const [last] = await rows<Pick<EventRow, 'id' | 'at'>>(
    sql`select id, at from audit_events where position = ${head.position}`,
  );
  const late = last ? events.filter((event) => isLate(event, last)) : [];
  if (late.length > 0)
    log.error(
      { rows: late.slice(0, 10).map(({ id }) => String(id)), count: late.length },
      'Old events of the trail had lost their seal, or turned up only now.',
    );
}

async function chain(
  rows: Rows,
  { vault, head, events }: Batch & { readonly vault: Vault },
): Promise<End> {
  let end = head;
  const links = events.map((event) => {
    const position = end.position + 1n;
    const previous = end.hash;
    const hash = vault.mac(vault.keyId, 'event', textOf({ ...event, position, previous }));
    if (hash === null) throw new Error('the key in use is not open');
    end = { position, hash };
    return { id: event.id, position, previous, hash };
  });
  await rows(sql`
    update audit_events e set position = l.position, previous = l.previous, hash = l.hash,
      key_id = ${vault.keyId}::smallint
    from unnest(${links.map(({ id }) => id)}::bigint[], ${links.map(({ position }) => position)}::bigint[],
      ${links.map(({ previous }) => previous)}::bytea[], ${links.map(({ hash }) => hash)}::bytea[])
      as l(id, position, previous, hash)
    where e.id = l.id`);
  await writeHead(rows, vault, end);
  return end;
}
