import type { Logger } from 'pino';
import sql from 'sql-template-tag';
import { type Clock, nowSql } from '../../core/clock.ts';
import type { PlainDatabase } from '../../data/database.ts';
import { onHost } from '../callers/caller.ts';
import type { Vault } from '../vault/data-keys.ts';
import type { Action } from './actions.ts';
import { type Checkpoint, checkpointMac, putCheckpoint, updateCheckpoint } from './checkpoint.ts';
import { auditEventSql } from './log.ts';
import { type FoundEvent, partsCount } from './parts-count.ts';
import type { EventWriter } from './signed-database.ts';

/** Whether what this process wrote is in the sealed chain. */
export type WriterAccount = {
  /** Looks for it, reports what is missing, and writes down how far all is there. */
  readonly settle: (isLast?: boolean) => Promise<void>;
  /** To be told where the chain ends while nothing of this process is on its way there. */
  readonly startFrom: (position: bigint) => void;
  readonly problem: () => string | null;
};

/** What a process needs to seal events and to account for its own. */
export type SealerOptions = {
  /** It signs what is written. */
  readonly db: PlainDatabase;
  readonly writer: EventWriter;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Logger;
};

/** How often a process that writes nothing is heard of all the same. */
const HEARTBEAT_MS = 60_000;
/** After which another process may have taken this one for dead (see `ended-writers.ts`), and its row away. */
const FORGOTTEN_MS = 500_000;
const MOST_NAMED = 50;

export const AUDIT_LOG = onHost('audit log');

export function auditAccount({ db, writer, vault, clock, log }: SealerOptions): WriterAccount {
  const { id, statements } = writer;
  const counted = partsCount();
  let seen = 0n;
  let missing = 0;
  let saved: { checkpoint: Checkpoint; at: number } | null = null;
  /** What may stand in the database: the one saved last, and those since whose saving failed. */
  let known: Uint8Array[] = [];
  let settling: Promise<unknown> = Promise.resolve();

  async function report(action: Action, after: object): Promise<void> {
    log.error(after, `The audit log was tampered with: ${action}. Run \`latchkey audit verify\`.`);
    await db.rows(
      auditEventSql({ clock }, AUDIT_LOG, {
        action,
        target: null,
        rows: sql`(select) one`,
        id: sql`null::bigint`,
        after: sql`${JSON.stringify({ writer: id, ...after })}::jsonb`,
      }),
    );
  }

  /** As of one moment: what is neither sealed nor waits for it is gone. */
  async function look(): Promise<void> {
    const written = statements.written();
    if (written.length === 0) return;
    const found = await db.rows<FoundEvent>(sql`
      select e.number, e.parts, e.position from audit_events e
      where e.position > ${seen} and e.writer = ${id}::uuid
      union all select e.number, e.parts, null from audit_events e
      where e.position is null and e.writer = ${id}::uuid`);
    for (const { position } of found) if (position !== null && position > seen) seen = position;
    const { sealed, gone } = counted.add(found, written);
    if (gone.length > 0) {
      await report('EVENTS_MISSING', {
        statements: gone.slice(0, MOST_NAMED),
        count: gone.length,
      });
      missing += gone.length;
    }
    statements.settle([...sealed, ...gone]);
    counted.forget(statements.through());
  }

  async function save(isClosed: boolean): Promise<void> {
    const through = BigInt(statements.through());
    const now = performance.now();
    const isSame =
      saved?.checkpoint.through === through &&
      saved.checkpoint.isClosed === isClosed &&
      now - saved.at < HEARTBEAT_MS;
    if (isSame) return;
    const [time] = await db.rows<{ at: Date }>(
      sql`select (${nowSql(clock)})::timestamptz(3) as at`,
    );
    if (time === undefined) return;
    await write({ id, through, at: time.at, isClosed }, now);
  }

  async function write(checkpoint: Checkpoint, now: number): Promise<void> {
    const mac = checkpointMac(vault, checkpoint);
    const mayBeForgotten = saved === null || now - saved.at > FORGOTTEN_MS;
    const before = known;
    known = [...before, mac].slice(-20);
    if (!(await updateCheckpoint(db.rows, vault, { checkpoint, known: before }))) {
      if (!mayBeForgotten) await report('CHECKPOINT_ALTERED', {});
      await putCheckpoint(db.rows, vault, checkpoint);
    }
    known = [mac];
    saved = { checkpoint, at: now };
  }
  return {
    settle: (isLast = false) => {
      const work = async () => {
        await look();
        await save(isLast && statements.unsettled() === 0);
      };
      const settled = settling.then(work, work);
      settling = settled;
      return settled;
    },
    startFrom: (position) => {
      if (position > seen) seen = position;
    },
    problem: () => (missing > 0 ? `the events of ${missing} changes were removed` : null),
  };
}
