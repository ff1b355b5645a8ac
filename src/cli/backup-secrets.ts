import type { Config } from '../core/config/config.ts';
import { hasPepper, loadSecrets, type Secrets } from '../core/config/secrets.ts';
import { StartError } from '../core/start-error.ts';
import type { BackupManifest } from '../data/backup/manifest.ts';
import { refuseOtherPeppers, shortOf } from '../domain/backup/peppers.ts';
import { peppersOf } from './with-app.ts';

/**
 * The secrets with which a backup is opened.
 * @throws StartError when its pepper is not among them
 */
export async function secretsFor(config: Config, manifest: BackupManifest): Promise<Secrets> {
  // A new one would be generated, which fits no backup.
  if (!hasPepper(config))
    throw new StartError(
      `This backup needs the pepper with fingerprint ${manifest.peppers.map(shortOf).join(' and ')}, and no pepper is set here: set TOKEN_PEPPER, or copy the file token-pepper of that installation into ${config.dataDir}. If it is permanently lost, use --without-pepper.`,
    );
  const secrets = await loadSecrets(config);
  refuseOtherPeppers(manifest, peppersOf(secrets));
  return secrets;
}
