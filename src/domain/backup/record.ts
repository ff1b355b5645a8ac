import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { NotFoundError } from '../../core/errors.ts';
import type { Manifest } from '../../data/backup/manifest.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import { onHost } from '../../security/callers/caller.ts';
import { deleteUser } from '../accounts/deletion.ts';
import type { Restored } from './from-backup.ts';

const CALLER = onHost('latchkey restore');

/** Deletes the users that were deleted since the backup, and leaves an event of the restore. */
export async function recordRestore(
  app: App,
  { createdAt, version, auditHead }: Manifest,
  { ended, exportEnd, deletedUsers }: Restored,
): Promise<void> {
  for (const id of deletedUsers)
    await deleteUser(app, CALLER, id).catch((error: unknown) => {
      // It was created after the backup.
      if (!(error instanceof NotFoundError)) throw error;
    });
  const after = {
    backupOf: createdAt,
    version,
    auditHead,
    exportEnd,
    endedKeys: ended?.keys ?? null,
    suspendedUsers: ended?.users ?? null,
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
