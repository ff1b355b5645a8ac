import type { Config } from '../core/config/config.ts';
import { hasPepper, loadSecrets, type Secrets } from '../core/config/secrets.ts';
import { hasCluster } from '../data/embedded/cluster.ts';

/**
 * The secrets before the database is open. A pepper that is missing is generated here for a new data folder only:
 * anywhere else, the database says whether it needs the one that is missing.
 * @returns null when they are to be loaded once the database has been asked
 */
export async function loadEarlySecrets(config: Config): Promise<Secrets | null> {
  const isNew = config.database.url === null && !hasCluster(config.dataDir);
  return isNew || hasPepper(config) ? await loadSecrets(config) : null;
}
