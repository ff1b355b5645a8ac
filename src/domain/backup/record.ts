import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { NotFoundError } from '../../core/errors.ts';
import type { BackupManifest } from '../../data/backup/manifest.ts';
import { markFinished } from '../../data/migrations/unfinished-restore.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import { onHost } from '../../security/callers/caller.ts';
import { inTransaction } from '../../security/unit-of-work.ts';
import { deleteUser } from '../accounts/deletion.ts';
import { eraseUser } from '../erasure/erase.ts';
import { noteErasure } from '../erasure/receipt.ts';
import { type HeldThing, placeHold } from '../legal-holds/service.ts';
import type { Restored } from './from-backup.ts';
import type { LaterHold } from './later-changes.ts';

const CALLER = onHost('latchkey restore');

/**
 * Deletes and erases the users that were deleted and erased since the backup, places the legal holds that were
 * placed since, and leaves an event of the restore, which is finished with it. One that was interrupted does what
 * was left. @returns how many holds it placed
 */
export async function recordRestore(
  app: App,
  manifest: BackupManifest,
  restored: Restored,
): Promise<number> {
  const { deletedUsers, erasures, holds } = restored;
  // The backup has none with a later number.
  const lastHold = manifest.sequences['legal_holds_id_seq'] ?? '0';
  await releaseHolds(app, restored, lastHold);
  for (const id of deletedUsers) await ifThere(deleteUser(app, CALLER, id));
  for (const erasure of erasures) {
    const { userId, at: erasedAt } = erasure;
    const isThere = await ifThere(eraseUser(app, CALLER, { userId, confirmation: null, erasedAt }));
    if (!isThere) await noteErasure(app.db.rows, erasure);
  }
  const placed = await placeHolds(app, holds, lastHold);
  await inTransaction(app, CALLER, async ({ rows }) => {
    await rows(eventOf(app, manifest, { ...restored, placed }));
    await markFinished(rows);
  });
  return placed;
}

/** A hold in the backup was released before its user was deleted, and those of its meetings before it was erased. */
async function releaseHolds(
  { db }: App,
  { deletedUsers, erasures }: Restored,
  lastHold: string,
): Promise<void> {
  const erasedUsers = erasures.map(({ userId }) => userId);
  await db.rows(sql`
    update legal_holds h set released_at = now() where h.released_at is null and h.id <= ${lastHold}::bigint
      and (h.user_id = any(${[...deletedUsers, ...erasedUsers]}::bigint[])
        or h.meeting_id in (select m.id from meetings m where m.user_id = any(${erasedUsers}::bigint[])))`);
}

type Done = Restored & { readonly placed: number };

function eventOf(
  app: App,
  { createdAt, version, auditHead }: BackupManifest,
  { ended, exportEnd, erasures, placed }: Done,
): Sql {
  const after = {
    backupOf: createdAt,
    version,
    auditHead,
    exportEnd,
    endedKeys: ended?.keys ?? null,
    suspendedUsers: ended?.users ?? null,
    erasedUsers: erasures.length,
    placedHolds: placed,
  };
  return auditEventSql(app, CALLER, {
    action: 'RESTORED',
    target: null,
    rows: sql`(select) one`,
    id: sql`null::bigint`,
    after: sql`${JSON.stringify(after)}::jsonb`,
  });
}

type Placed = {
  readonly user: string | null;
  readonly meeting: string | null;
  readonly reason: string;
};

/** Except those that were placed before the restore was interrupted. */
async function placeHolds(app: App, holds: Restored['holds'], lastHold: string): Promise<number> {
  const there = await app.db.rows<Placed>(sql`
    select h.user_id::text as "user", h.meeting_id::text as meeting, h.reason from legal_holds h
    where h.id > ${lastHold}::bigint and h.released_at is null`);
  let placed = 0;
  for (const hold of holds) {
    const place = there.findIndex((one) => isSame(one, hold));
    if (place >= 0) there.splice(place, 1);
    if (place >= 0 || (await ifThere(placeHold(app, CALLER, heldBy(hold), hold.reason))))
      placed += 1;
  }
  return placed;
}

function isSame(placed: Placed, { user, meeting, reason }: LaterHold): boolean {
  const isOnSame =
    meeting === null ? placed.user === String(user) : placed.meeting === String(meeting);
  return isOnSame && placed.reason === reason;
}

function heldBy({ user, meeting }: LaterHold): HeldThing {
  return meeting === null ? { userId: BigInt(user) } : { meetingId: BigInt(meeting) };
}

/** @returns false for what is not there: it was created after the backup */
async function ifThere(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}
