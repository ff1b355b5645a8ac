import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { NotFoundError } from '../../core/errors.ts';
import type { Manifest } from '../../data/backup/manifest.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import { onHost } from '../../security/callers/caller.ts';
import { deleteUser } from '../accounts/deletion.ts';
import { eraseUser } from '../erasure/erase.ts';
import { noteErasure } from '../erasure/receipt.ts';
import { placeHold } from '../legal-holds/service.ts';
import type { Restored } from './from-backup.ts';

const CALLER = onHost('latchkey restore');

/**
 * Deletes and erases the users that were deleted and erased since the backup, places the legal holds that were
 * placed since, and leaves an event of the restore. @returns how many holds it placed
 */
export async function recordRestore(
  app: App,
  { createdAt, version, auditHead }: Manifest,
  { ended, exportEnd, deletedUsers, erasures, holds }: Restored,
): Promise<number> {
  const erasedUsers = erasures.map(({ userId }) => userId);
  // A hold in the backup was released before its user was deleted, and those of its meetings before it was erased.
  await app.db.rows(sql`
    update legal_holds h set released_at = now() where h.released_at is null
      and (h.user_id = any(${[...deletedUsers, ...erasedUsers]}::bigint[])
        or h.meeting_id in (select m.id from meetings m where m.user_id = any(${erasedUsers}::bigint[])))`);
  for (const id of deletedUsers) await ifThere(deleteUser(app, CALLER, id));
  for (const erasure of erasures) {
    const { userId } = erasure;
    const isThere = await ifThere(eraseUser(app, CALLER, { userId, confirmation: null }));
    if (!isThere) await noteErasure(app.db.rows, erasure);
  }
  const placed = await placeHolds(app, holds);
  const after = {
    backupOf: createdAt,
    version,
    auditHead,
    exportEnd,
    endedKeys: ended?.keys ?? null,
    suspendedUsers: ended?.users ?? null,
    erasedUsers: erasedUsers.length,
    placedHolds: placed,
  };
  await app.db.rows(
    auditEventSql(app, CALLER, {
      action: 'RESTORED',
      target: null,
      rows: sql`(select) one`,
      id: sql`null::bigint`,
      after: sql`${JSON.stringify(after)}::jsonb`,
    }),
  );
  return placed;
}

async function placeHolds(app: App, holds: Restored['holds']): Promise<number> {
  let placed = 0;
  for (const { user, meeting, reason } of holds) {
    const held = meeting === null ? { userId: BigInt(user) } : { meetingId: BigInt(meeting) };
    if (await ifThere(placeHold(app, CALLER, held, reason))) placed += 1;
  }
  return placed;
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
