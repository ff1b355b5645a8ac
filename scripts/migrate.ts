import { parseConfig } from '../src/core/config/config.ts';
import { StartError } from '../src/core/start-error.ts';
import { migrate } from '../src/data/migrations/migrate.ts';

// Applies the migrations apart from a start of the service, for deployments that want it so.

async function run(): Promise<void> {
  const { url, directUrl } = parseConfig(process.env).database;
  if (url === null) {
    throw new StartError(
      'DATABASE_URL is not set: name the database to migrate. The embedded one is migrated at every start.',
    );
  }
  const log = (line: string) => process.stdout.write(`${line}\n`);
  const { applied } = await migrate({ connectionString: directUrl ?? url }, { log });
  if (applied.length === 0) log('Nothing to do: the database has all migrations.');
}

await run().catch((error: unknown) => {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`migrate: ${error.message}\n`);
  process.exitCode = 1;
});
