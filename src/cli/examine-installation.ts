import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../core/config/config.ts';
import { StartError } from '../core/start-error.ts';
import { type Check, fail, ok } from './installation/check.ts';
import { checkDatabase } from './installation/database.ts';
import { checkHost } from './installation/host.ts';
import { checkPublicUrl } from './installation/public-url.ts';
import { checkReplica } from './installation/replica.ts';
import { checkSettings } from './installation/settings.ts';
import { withDatabase } from './with-app.ts';

/** @param url where callers reach the service; null is not to be checked */
export async function examineInstallation(url: URL | null): Promise<readonly Check[]> {
  const { config, checks } = checkSettings(process.env);
  if (config === null) return checks;
  const host = await checkHost(config);
  return [
    ...checks,
    ...host,
    ...(await examineDatabase(config, host)),
    ...(url === null ? [] : await checkPublicUrl(config, url)),
  ];
}

async function examineDatabase(config: Config, host: readonly Check[]): Promise<Check[]> {
  const { database, dataDir } = config;
  const isEmbedded = database.url === null;
  if (isEmbedded && host.some(({ verdict }) => verdict === 'fail')) return [];
  if (isEmbedded && !hasCluster(dataDir))
    return [ok('database', `The first start creates the embedded one in ${dataDir}.`)];
  try {
    return await withDatabase(config, async (databaseUrl) => {
      const primary = database.directUrl ?? databaseUrl;
      const checks = await checkDatabase(config, primary);
      if (
        database.replicaUrl === null ||
        checks.some(({ name, verdict }) => name === 'database' && verdict === 'fail')
      )
        return checks;
      return [...checks, await checkReplica(primary, database.replicaUrl)];
    });
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return [fail('database', error.message, 'The service does not start until this is corrected.')];
  }
}

function hasCluster(dataDir: string): boolean {
  return ['postgres', 'postgres-location'].some((name) => existsSync(join(dataDir, name)));
}
