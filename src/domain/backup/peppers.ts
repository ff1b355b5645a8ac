import sql from 'sql-template-tag';
import { databaseClock } from '../../core/clock.ts';
import { StartError } from '../../core/start-error.ts';
import { type BackupManifest, readBackupManifest } from '../../data/backup/manifest.ts';
import type { Rows } from '../../data/database.ts';
import { countByPepper } from '../../security/keys/lost-peppers.ts';
import { fingerprintOf, type PepperTexts } from '../../security/keys/peppers.ts';

/** Fingerprints of the peppers that a database needs: for keys that work, and for what it keeps sealed. */
export async function neededPeppers(rows: Rows): Promise<readonly string[]> {
  const ofKeys = [...(await countByPepper(rows, databaseClock)).keys()];
  const needed = await rows<{ readonly fingerprint: string }>(sql`
    select encode(p.fingerprint, 'hex') as fingerprint from peppers p
    where p.id = any(${ofKeys}::int[]) or p.id in (select k.pepper_id from data_keys k) order by p.id`);
  return needed.map(({ fingerprint }) => fingerprint);
}

/**
 * Backups of two installations in one folder would take turns in being the newest, and delete each other.
 * @param path of a backup
 * @throws StartError when it needs only peppers that this database never had
 */
export async function refuseOthers(rows: Rows, path: string): Promise<void> {
  // One that is damaged says nothing.
  const manifest = await readBackupManifest(path).catch(() => null);
  if (manifest === null || manifest.peppers.length === 0) return;
  const known = await rows(sql`
    select id from peppers where encode(fingerprint, 'hex') = any(${manifest.peppers}::text[])`);
  if (known.length > 0) return;
  throw new StartError(
    `${path} is a backup of another installation, so nothing is written to or deleted from its folder: set BACKUP_DIR to a folder of its own.`,
  );
}

const SHOWN = 12;

/** Enough of a fingerprint to compare two. */
export function shortOf(fingerprint: string): string {
  return fingerprint.slice(0, SHOWN);
}

function fingerprintText(pepper: string): string {
  return Buffer.from(fingerprintOf(pepper)).toString('hex');
}

/** @throws StartError when the backup needs a pepper that is not given */
export function refuseOtherPeppers({ peppers }: BackupManifest, texts: PepperTexts): void {
  const given = [texts.current, texts.previous].flatMap((text) =>
    text === null ? [] : [fingerprintText(text)],
  );
  const missing = peppers.find((fingerprint) => !given.includes(fingerprint));
  if (missing === undefined) return;
  throw new StartError(
    `This backup needs the pepper with fingerprint ${shortOf(missing)}, and the one given here has ${given.map(shortOf).join(' and ')}: set TOKEN_PEPPER to the pepper of that installation (or TOKEN_PEPPER_PREVIOUS during a change). If it is permanently lost, restore with --without-pepper and then use \`latchkey pepper forget\`.`,
  );
}
