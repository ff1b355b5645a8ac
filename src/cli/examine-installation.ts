import type { Config } from '../core/config/config.ts';
import { StartError } from '../core/start-error.ts';
import { hasCluster } from '../data/embedded/cluster.ts';
import { checkAddress } from './installation/address.ts';
import { type InstallationCheck, ok, refusedStart } from './installation/check.ts';
import { checkDatabase } from './installation/database.ts';
import { checkHost } from './installation/host.ts';
import { checkPublicUrl } from './installation/public-url.ts';
import { checkReplica } from './installation/replica.ts';
import { checkSettings } from './installation/settings.ts';
import { checkStartFiles } from './installation/start-files.ts';
import { withDatabase } from './with-app.ts';

const DATABASE = 'database';

/** @param url where callers reach the service; null is not to be checked */
export async function examineInstallation(url: URL | null): Promise<readonly InstallationCheck[]> {
  const { config, checks } = checkSettings(process.env);
  if (config === null) return checks;
  const files = await checkStartFiles(config);
  const host = await checkHost(config);
  return [
    ...checks,
    ...files,
    ...host,
    ...(await checkAddress(config)),
    ...(await examineDatabase(config, [...files.filter(isAboutDatabase), ...host])),
    ...(url === null ? [] : await checkPublicUrl(config, url)),
  ];
}

function isAboutDatabase({ name }: InstallationCheck): boolean {
  return name === DATABASE;
}

async function examineDatabase(
  config: Config,
  before: readonly InstallationCheck[],
): Promise<InstallationCheck[]> {
  const { database, dataDir } = config;
  const isEmbedded = database.url === null;
  if (isEmbedded && before.some(({ verdict }) => verdict === 'fail')) return [];
  if (isEmbedded && !hasCluster(dataDir))
    return [ok(DATABASE, `The first start creates the embedded one in ${dataDir}.`)];
  try {
    return await withDatabase(config, async (databaseUrl) => {
      const primary = database.directUrl ?? databaseUrl;
      const checks = await checkDatabase(config, primary);
      if (
        database.replicaUrl === null ||
        checks.some(({ name, verdict }) => name === DATABASE && verdict === 'fail')
      )
        return checks;
      return [...checks, await checkReplica(primary, database.replicaUrl)];
    });
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return [refusedStart(DATABASE, error)];
  }
}
