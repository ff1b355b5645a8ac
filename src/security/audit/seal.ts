import type { Logger } from 'pino';
import sql from 'sql-template-tag';
import { ConflictError } from '../../core/errors.ts';
import type { PlainDatabase, Rows } from '../../data/database.ts';
import type { Vault } from '../vault/data-keys.ts';
import { auditAccount, type SealerOptions } from './account.ts';
import { chain, MOST_AT_ONCE, readUnsealed } from './chain.ts';
import { forgetEndedWriters } from './ended-writers.ts';
import type { EventRow } from './event-text.ts';
import { CHAIN_LOCK, type ChainHead, EMPTY_HEAD, readHead, type StoredHead } from './head.ts';
import { isLateEvent } from './late-events.ts';
import { setAside } from './set-aside.ts';
import { signatureCheck } from './signature.ts';

const REPORT_MS = 60_000;
const NOT_INTACT =
  'The audit log is not intact: run `latchkey audit verify`, and see docs/backup.md';

export type Sealer = {
  /** By which this process is known in its events. */
  readonly writer: string;
  /** Puts down that this process writes events, before it does. */
  readonly register: () => Promise<void>;
  /** Seals everything there is, and looks whether all that this process wrote is there. Cheap when there is nothing: it is called once a second. */
  readonly sealAll: () => Promise<void>;
  /**
   * Seals what a transaction sees, its own events included, and lets nobody else seal until it is over.
   * @throws ConflictError where the end of the chain is not that of this service
   */
  readonly sealWithin: (rows: Rows) => Promise<void>;
  /** As `sealAll`, for the last time: nothing will come after it. */
  readonly close: () => Promise<void>;
  /** Leaves an event for each process that ended without completing its own. */
  readonly forgetEnded: () => Promise<void>;
  /** What an operator should look into; null when there is nothing. */
  readonly problem: () => string | null;
};

declare module '../../core/app.ts' {
  interface App {
    readonly sealer: Sealer;
  }
}

type SealedBatch = ChainHead & {
  readonly aside: number;
  readonly hasMore: boolean;
};

/**
 * Gives each event that has none its place in the chain, and a keyed hash over itself and the one
 * before it. Not in the statement that writes the event: all changes would have to wait for one
 * another. One process at a time does it; the others leave it at that. What bears no signature of
 * this service is set aside.
 */
export function auditSealer(options: SealerOptions): Sealer {
  const { db, vault, log, writer, clock } = options;
  const account = auditAccount(options);
  // Where this process has seen the chain end: it never ends earlier again.
  let seen = EMPTY_HEAD;
  let reportedAt = Number.NEGATIVE_INFINITY;
  let refusal: string | null = null;
  let aside = 0;

  function refuse(problem: string): null {
    refusal = `sealing stopped: ${problem}`;
    const now = performance.now();
    if (now - reportedAt < REPORT_MS) return null;
    reportedAt = now;
    log.error(
      `Sealing of the audit log has stopped: ${problem}. Somebody has written to the database ` +
        'directly. Run `latchkey audit verify`; docs/backup.md says how to continue.',
    );
    return null;
  }

  /** @returns the new end, or null when there is nothing that this process could do */
  async function sealSome(rows: Rows): Promise<SealedBatch | null> {
    const [lock] = await rows<{ free: boolean }>(
      sql`select pg_try_advisory_xact_lock(${CHAIN_LOCK}) as free`,
    );
    if (lock?.free !== true) return null;
    const head = await readHead(rows, vault);
    if (head === null) return refuse('its head is missing');
    const problem = problemOf(head, seen);
    if (problem !== null) return refuse(problem);
    refusal = null;
    const unsealed = await readUnsealed(rows);
    const { events, others } = parted(unsealed, signatureCheck(vault));
    if (others.length > 0) await setAside(rows, clock, others);
    await reportLate(rows, log, { head, events });
    const end = events.length > 0 ? await chain(rows, vault, { head, events }) : head;
    // What was set aside leaves an event that says so.
    const hasMore = unsealed.length === MOST_AT_ONCE || others.length > 0;
    return { ...end, aside: others.length, hasMore };
  }

  /** What comes meanwhile waits a second for others: every batch costs a transaction. */
  async function seal(): Promise<void> {
    let hasMore = await isAnyUnsealed(db);
    while (hasMore) {
      const sealed = await db.transaction(sealSome);
      // Not before it is committed: what was rolled back was never an end.
      if (sealed !== null) take(sealed);
      hasMore = sealed?.hasMore === true;
    }
  }

  function take(sealed: SealedBatch): void {
    seen = sealed;
    aside += sealed.aside;
    if (sealed.aside > 0) reportSetAside(log, sealed.aside);
  }

  async function sealAndSettle(isLast = false): Promise<void> {
    const isIdle = writer.statements.unsettled() === 0;
    const head = isIdle ? await readHead(db.rows, vault) : null;
    if (head?.isProven === true) account.startFrom(head.position);
    await seal();
    await account.settle(isLast);
  }

  return {
    writer: writer.id,
    register: async () => {
      account.startFrom(await endOf(db, vault));
      await account.settle();
    },
    sealAll: () => sealAndSettle(),
    sealWithin: async (rows) => {
      await rows(sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`);
      for (let hasMore = true; hasMore; ) {
        const sealed = await sealSome(rows);
        if (sealed === null) throw new ConflictError(NOT_INTACT);
        if (sealed.aside > 0) reportSetAside(log, sealed.aside);
        hasMore = sealed.hasMore;
      }
    },
    close: () => sealAndSettle(true),
    forgetEnded: () => forgetEndedWriters({ ...options, id: writer.id }),
    problem: () => {
      const setAsideText = aside > 0 ? `${aside} events were set aside` : null;
      const all = [refusal, account.problem(), setAsideText].filter((text) => text !== null);
      return all.length > 0 ? all.join('; ') : null;
    },
  };
}

function parted(unsealed: readonly EventRow[], isGenuine: (event: EventRow) => boolean) {
  const events: EventRow[] = [];
  const others: EventRow[] = [];
  for (const event of unsealed) (isGenuine(event) ? events : others).push(event);
  return { events, others };
}

function reportSetAside(log: Logger, count: number): void {
  log.error(
    { count },
    'Rows in audit_events that this service did not write, or that were altered, were ' +
      'set aside. Run `latchkey audit verify`.',
  );
}

/** Where the chain ends: what is sealed from now on is behind it. */
async function endOf({ rows }: PlainDatabase, vault: Vault): Promise<bigint> {
  const head = await readHead(rows, vault);
  if (head?.isProven === true) return head.position;
  const [last] = await rows<{ position: bigint }>(
    sql`select coalesce(max(position), 0) as position from audit_events`,
  );
  return last?.position ?? 0n;
}

/** Apart from the transaction: most seconds there is nothing. */
async function isAnyUnsealed({ rows }: PlainDatabase): Promise<boolean> {
  // In an order, or a plan that was made while the log was short would read all of it.
  const found = await rows(
    sql`select id from audit_events where position is null order by id limit 1`,
  );
  return found.length > 0;
}

function problemOf(head: StoredHead, seen: ChainHead): string | null {
  if (!head.isProven)
    return `its head, position ${head.position}, does not have this service's signature`;
  return head.position < seen.position
    ? `its head was set back from position ${seen.position} to ${head.position}`
    : null;
}

type Batch = { readonly head: ChainHead; readonly events: readonly EventRow[] };

/** They are sealed all the same: that they are there now is true. */
async function reportLate(rows: Rows, log: Logger, { head, events }: Batch): Promise<void> {
  const [last] = await rows<Pick<EventRow, 'id' | 'at'>>(
    sql`select id, at from audit_events where position = ${head.position}`,
  );
  const late = last ? events.filter((event) => isLateEvent(event, last)) : [];
  if (late.length > 0)
    log.error(
      { rows: late.slice(0, 10).map(({ id }) => String(id)), count: late.length },
      'Old events of the audit log had lost their seal, or appeared only now.',
    );
}
