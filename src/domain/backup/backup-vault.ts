import type { BackupManifest } from '../../data/backup/manifest.ts';
import { readRows } from '../../data/backup/read-rows.ts';
import { fingerprintOf, type PepperTexts } from '../../security/keys/peppers.ts';
import { openMacs, type Vault } from '../../security/vault/data-keys.ts';

type Backup = { readonly folder: string; readonly manifest: BackupManifest };

/** Verifies hashes with the data keys in a backup, as far as these peppers open them. */
export async function backupVault(
  { folder, manifest }: Backup,
  { current, previous }: PepperTexts,
): Promise<Pick<Vault, 'mac'>> {
  const known = await readRows(folder, manifest, 'peppers');
  const keys = await readRows(folder, manifest, 'data_keys');
  const ids = new Map(known.map(({ fingerprint = '', id }) => [fingerprint, Number(id)]));
  const numbered = (text: string) => ({
    // No pepper has the number 0: one that the backup does not know opens nothing.
    id: ids.get(`\\x${Buffer.from(fingerprintOf(text)).toString('hex')}`) ?? 0,
    text,
  });
  return openMacs(
    keys.map((key) => ({
      id: Number(key['id']),
      pepperId: Number(key['pepper_id']),
      wrapped: Buffer.from((key['wrapped'] ?? '').slice(2), 'hex'),
    })),
    { current: numbered(current), previous: previous === null ? null : numbered(previous) },
  );
}
