import { StartError } from '../../core/start-error.ts';
import { loadBackup } from '../../data/backup/load.ts';
import { type BackupManifest, digestOfManifest } from '../../data/backup/manifest.ts';
import {
  markUnfinished,
  type UnfinishedRestore,
} from '../../data/migrations/unfinished-restore.ts';
import { fingerprintOf, type PepperTexts } from '../../security/keys/peppers.ts';
import type { NotedErasure } from '../erasure/receipt.ts';
import { type LaterEvents, readLaterEvents } from './audit-export.ts';
import { backupVault } from './backup-vault.ts';
import { type EndedAccess, endRevived } from './end-revived.ts';
import { type LaterChanges, type LaterHold, laterChangesOf } from './later-changes.ts';

export type RestoreOptions = {
  /** Of a database, past a pooler: an empty one, or one where the same restore was interrupted. */
  readonly url: string;
  readonly folder: string;
  readonly manifest: BackupManifest;
  /** What `latchkey audit export` printed before the database was lost. */
  readonly auditExport: string | null;
  readonly peppers: PepperTexts;
  /** Whether the pepper of the backup is among them. */
  readonly withPepper: boolean;
};

/** What an export says of the time after the backup, and what is still to be done about it. */
type Outstanding = {
  /** The time of the last event in the export. */
  readonly exportEnd: string | null;
  /** How many of its events could not be verified. */
  readonly unverified: number;
  /** Users that were deleted since: they are suspended, and still to be deleted. */
  readonly deletedUsers: readonly bigint[];
  /** Those of them that were erased: they are still to be erased. */
  readonly erasures: readonly NotedErasure[];
  /** Legal holds that were placed since: they are still to be placed. */
  readonly holds: readonly LaterHold[];
};

export type Restored = Outstanding & {
  /** What had ended since the backup; null without an export. */
  readonly ended: EndedAccess | null;
  /** Whether `recordRestore` is still to be called: until then, nothing else starts on the database. */
  readonly isUnfinished: boolean;
  /** Whether the rows were there: an earlier restore was interrupted. */
  readonly isContinued: boolean;
};

/** @throws StartError with the cause in one line, and nothing is restored */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { manifest, auditExport, peppers, withPepper } = options;
  const later = auditExport === null ? null : await readExport(auditExport, options);
  const changes = later && laterChangesOf(later.events);
  // What is sealed in the backup stays untouched without its pepper, unless an export is to be applied.
  const isFollowed = withPepper || auditExport !== null;
  const restore = {
    backupOf: manifest.createdAt,
    digest: digestOfManifest(manifest),
    exportHead: later?.head ?? null,
  };
  let ended: EndedAccess | null = null;
  const begun = await loadBackup({
    ...options,
    finish: async (rows) => {
      ended = changes && (await endRevived(rows, changes, fingerprintOf(peppers.current)));
      if (isFollowed) await markUnfinished(rows, { ...restore, ended });
    },
  });
  if (begun !== null) refuseAnother(begun, restore);
  return {
    ...outstandingOf(later, changes),
    ended: begun === null ? ended : begun.ended,
    isUnfinished: isFollowed || begun !== null,
    isContinued: begun !== null,
  };
}

async function readExport(file: string, options: RestoreOptions): Promise<LaterEvents> {
  const vault = await backupVault(options, options.peppers);
  return await readLaterEvents(file, { head: options.manifest.auditHead, vault });
}

/** What the first one ended was decided by its own backup and export. */
function refuseAnother(
  begun: UnfinishedRestore,
  { digest, exportHead }: Pick<UnfinishedRestore, 'digest' | 'exportHead'>,
): void {
  if (begun.digest === digest && begun.exportHead === exportHead) return;
  throw new StartError(
    `The database to restore into is not empty: a restore of the backup of ${begun.backupOf} into it was interrupted. Run that one again, with the same backup and the same audit export, or restore into a new database (--into or DATABASE_URL), or with DATA_DIR set to a new folder.`,
  );
}

function outstandingOf(later: LaterEvents | null, changes: LaterChanges | null): Outstanding {
  if (later === null || changes === null)
    return { exportEnd: null, unverified: 0, deletedUsers: [], erasures: [], holds: [] };
  return {
    exportEnd: later.end,
    unverified: later.unverified,
    deletedUsers: [...changes.deleted].map(BigInt),
    erasures: [...changes.erased].map(([id, { at, ...erasure }]) => ({
      ...erasure,
      userId: BigInt(id),
      at: new Date(at),
    })),
    holds: [...changes.held.values()],
  };
}
