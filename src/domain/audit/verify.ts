import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import type { Rows } from '../../data/database.ts';
import { EMPTY_HEAD, readHead, type StoredHead } from '../../security/audit/head.ts';
import { readMark } from '../../security/audit/mark.ts';
import { lessDropped, positionsOf, withoutPrefix } from './dropped.ts';
import { type DroppedPrefix, readPrefix } from './dropped-prefix.ts';
import { type AuditFinding, missing, type Sealed, same } from './findings.ts';
import { reportedEvents } from './reported.ts';
import { hashState, sealedColumns, type Walked, walkChain, walkUnsealed } from './walk.ts';
import { checkWriters, writersSeen } from './writers-check.ts';

export type AuditVerdict = {
  readonly events: number;
  readonly findings: readonly AuditFinding[];
  /** The end of the chain. Noted elsewhere, it proves later that nothing was cut off or written anew. */
  readonly head: Head;
  /** How many events were dropped because they were older than `AUDIT_REFUSALS_DAYS`. */
  readonly dropped: number;
  /** The beginning that was dropped because it was older than `AUDIT_RETENTION_DAYS`. */
  readonly prefix: Pick<DroppedPrefix, 'through' | 'events'>;
  /** Processes that ended without completing their events: what they did last may be missing. */
  readonly endedWriters: number;
};

export type Head = { readonly position: bigint; readonly hash: string };

/** Reads the whole audit log and reports what was altered, removed or moved, and where. */
export async function verifyAuditLog(app: App): Promise<AuditVerdict> {
  const { db, vault, sealer } = app;
  await sealer.sealAll();
  // As of one moment: a service that runs meanwhile goes on sealing.
  return await db.transaction(async (rows) => {
    const [time] = await rows<{ now: Date }>(sql`select ${nowSql(app.clock)} as now`);
    const head = await readHead(rows, vault);
    const mark = await readMark(rows, vault);
    const reported = reportedEvents();
    const writers = writersSeen();
    const options = {
      vault,
      mark: mark?.isProven === true ? mark.position : null,
      hear: (event: Parameters<typeof reported.add>[0]) => {
        reported.add(event);
        writers.add(event);
      },
    };
    const { end, events, findings, gaps } = await walkChain(rows, options);
    const unsealed = await walkUnsealed(rows, options);
    const prefix = reported.prefix();
    const checked = await checkWriters(rows, vault, {
      writers,
      now: time?.now ?? new Date(),
      gone: reported.gone(),
      prefix,
    });
    const noted = head ?? EMPTY_HEAD;
    const cut = { from: end.position + 1n, through: noted.position };
    const left = withoutPrefix(lessDropped([...gaps, cut], reported.dropped()), prefix);
    const all: AuditFinding[] = [
      ...findings,
      ...left.flatMap(({ from, through }) => missing(from, through)),
      ...(await unlinked(rows, prefix)),
      ...atEnd(head, end),
      ...(options.mark === null ? [{ kind: 'MARK', position: null } as const] : []),
      ...unsealed,
      ...reported.findings(),
      ...checked.findings,
    ];
    all.sort((one, other) => Number(one.position ?? 0n) - Number(other.position ?? 0n));
    return {
      events,
      findings: all,
      head: { position: noted.position, hash: hexOf(noted.hash) },
      dropped: reported.dropped().filter((position) => position > prefix.through).length,
      prefix,
      endedWriters: reported.ended() + checked.silent,
    };
  }, 'isolation level repeatable read read only');
}

/** The event after the beginning that was dropped links to the hash that is known of it. */
async function unlinked(rows: Rows, { through, hash }: DroppedPrefix): Promise<AuditFinding[]> {
  if (through === 0n) return [];
  const [next] = await rows<Pick<Sealed, 'previous'>>(
    sql`select e.previous from audit_events e where e.position = ${through + 1n}`,
  );
  const isLinked = next === undefined || hexOf(next.previous) === hash;
  return isLinked ? [] : [{ kind: 'UNLINKED', position: through + 1n }];
}

/**
 * Whether the event in this place has this hash: an end that was noted earlier is still there. `DROPPED`: nobody
 * can tell, because it was in the beginning that was dropped.
 */
export async function findInAuditLog(
  app: App,
  head: Head,
): Promise<'FOUND' | 'MISSING' | 'DROPPED'> {
  if (await isInAuditLog(app, head)) return 'FOUND';
  const prefix = await readPrefix(app.db.rows, app.vault);
  const isKept = prefix?.kept.some(({ position }) => position === head.position);
  if (prefix === null || head.position > prefix.through || isKept) return 'MISSING';
  if (head.position < prefix.through) return 'DROPPED';
  return head.hash === prefix.hash ? 'FOUND' : 'MISSING';
}

/** Whether the event in this place has this hash, and is there or was a refused request that was dropped. */
export async function isInAuditLog({ db, vault }: App, { position, hash }: Head): Promise<boolean> {
  if (position === 0n) return true;
  const [event] = await db.rows<{ hash: Uint8Array | null }>(
    sql`select hash from audit_events where position = ${position}`,
  );
  if (event !== undefined) return event.hash !== null && hexOf(event.hash) === hash;
  // A refused request that was dropped since: the event that says so has the beginning of its hash.
  const drops = await db.rows<Sealed>(sql`
    select ${sealedColumns} from audit_events e
    where e.action = 'REFUSALS_DROPPED' and e.position > ${position} order by e.position`);
  return drops.some(
    (drop) =>
      drop.writer !== null &&
      hashState(vault, drop) === 'SOUND' &&
      positionsOf(drop.before ?? '').some(
        (place) => place.position === position && hash.startsWith(place.hash),
      ),
  );
}

function atEnd(head: StoredHead | null, end: Walked['end']): AuditFinding[] {
  const isTheEnd =
    head !== null &&
    (end.position < head.position ||
      (end.position === head.position && (!end.isSound || same(end.hash, head.hash))));
  return head?.isProven && isTheEnd ? [] : [{ kind: 'END', position: head?.position ?? 0n }];
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
