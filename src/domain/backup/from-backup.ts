import { loadBackup } from '../../data/backup/load.ts';
import type { Manifest } from '../../data/backup/manifest.ts';
import { fingerprintOf } from '../../security/keys/peppers.ts';
import type { NotedErasure } from '../erasure/receipt.ts';
import { readLaterEvents } from './audit-export.ts';
import { type Ended, endRevived } from './end-revived.ts';
import { type LaterHold, laterChangesOf } from './later-changes.ts';

export type RestoreOptions = {
  /** Of an empty database, past a pooler. */
  readonly url: string;
  readonly folder: string;
  readonly manifest: Manifest;
  /** What `latchkey audit export` printed before the database was lost. */
  readonly auditExport: string | null;
  readonly pepper: string;
};

export type Restored = {
  /** What had ended since the backup; null without an export. */
  readonly ended: Ended | null;
  /** The time of the last event in the export. */
  readonly exportEnd: string | null;
  /** Users that were deleted since: they are suspended, and still to be deleted. */
  readonly deletedUsers: readonly bigint[];
  /** Those of them that were erased: they are still to be erased. */
  readonly erasures: readonly NotedErasure[];
  /** Legal holds that were placed since: they are still to be placed. */
  readonly holds: readonly LaterHold[];
};

/** @throws StartError with the cause in one line, and nothing is restored */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { manifest, auditExport, pepper } = options;
  if (auditExport === null) {
    await loadBackup({ ...options, finish: async () => {} });
    return { ended: null, exportEnd: null, deletedUsers: [], erasures: [], holds: [] };
  }
  const { events, end } = await readLaterEvents(auditExport, manifest.auditHead);
  const changes = laterChangesOf(events);
  let ended: Ended = { keys: 0, users: 0 };
  await loadBackup({
    ...options,
    finish: async (rows) => {
      ended = await endRevived(rows, changes, fingerprintOf(pepper));
    },
  });
  return {
    ended,
    exportEnd: end,
    deletedUsers: [...changes.deleted].map(BigInt),
    erasures: [...changes.erased].map(([id, { at, ...erasure }]) => ({
      ...erasure,
      userId: BigInt(id),
      at: new Date(at),
    })),
    holds: [...changes.held.values()],
  };
}
