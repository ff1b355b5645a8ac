import { parseConfig } from '../core/config/parse-config.ts';
import { StartError } from '../core/start-error.ts';
import { migrate } from '../data/migrations/migrate.ts';
import { sayMigrationWait } from './migration-wait.ts';

// Applies the migrations apart from a start of the service, for deployments that want it so.

export async function migrateCommand(): Promise<number> {
  const { url, directUrl } = parseConfig(process.env).database;
  if (url === null) {
    throw new StartError(
      'DATABASE_URL is not set: name the database to migrate. The embedded one is migrated at every start.',
    );
  }
  const log = (line: string) => process.stdout.write(`${line}\n`);
  const options = { log, onWait: sayMigrationWait };
  const { applied } = await migrate({ connectionString: directUrl ?? url }, options);
  if (applied.length === 0) log('Nothing to do: the database has all migrations.');
  return 0;
}
