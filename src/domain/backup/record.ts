import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { NotFoundError } from '../../core/errors.ts';
import type { Manifest } from '../../data/backup/manifest.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import { onHost } from '../../security/callers/caller.ts';
import { deleteUser } from '../accounts/deletion.ts';
import { eraseUser } from '../erasure/erase.ts';
import type { Restored } from './from-backup.ts';

const CALLER = onHost('latchkey restore');

/** Deletes and erases the users that were deleted and erased since the backup, and leaves an event of the restore. */
export async function recordRestore(
  app: App,
  { createdAt, version, auditHead }: Manifest,
  { ended, exportEnd, deletedUsers, erasedUsers }: Restored,
): Promise<void> {
  // A hold in the backup was released before its user was deleted, and those of its meetings before it was erased.
  await app.db.rows(sql`
    update legal_holds h set released_at = now() where h.released_at is null
      and (h.user_id = any(${[...deletedUsers, ...erasedUsers]}::bigint[])
        or h.meeting_id in (select m.id from meetings m where m.user_id = any(${erasedUsers}::bigint[])))`);
  for (const id of deletedUsers)
    await deleteUser(app, CALLER, id).catch((error: unknown) => {
      // It was created after the backup.
      if (!(error instanceof NotFoundError)) throw error;
    });
  // Of users that were created after the backup there is nothing.
  for (const userId of erasedUsers)
    await eraseUser(app, CALLER, { userId, confirmation: null }).catch((error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error;
    });
  const after = {
    backupOf: createdAt,
    version,
    auditHead,
    exportEnd,
    endedKeys: ended?.keys ?? null,
    suspendedUsers: ended?.users ?? null,
    erasedUsers: erasedUsers.length,
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
}
