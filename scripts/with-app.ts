import { createApp } from '../src/app/create-app.ts';
import type { App } from '../src/core/app.ts';
import { databaseClock } from '../src/core/clock.ts';
import { type Config, parseConfig } from '../src/core/config/config.ts';
import { loadSecrets, type Secrets } from '../src/core/config/secrets.ts';
import { UnavailableError } from '../src/core/errors.ts';
import { createLogger } from '../src/core/log.ts';
import { StartError } from '../src/core/start-error.ts';
import { explainConnectionError } from '../src/data/connection/connect-error.ts';
import { runningAddress } from '../src/data/embedded/address.ts';
import { startEmbedded } from '../src/data/embedded/embedded.ts';
import { asExpected } from '../src/data/errors.ts';
import { migrate } from '../src/data/migrations/migrate.ts';
import type { PepperTexts } from '../src/security/keys/peppers.ts';

type Options = {
  /** For the command that gives up keys whose pepper is gone. */
  readonly acceptLostPeppers?: true;
};

export type Installation = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly peppers: PepperTexts;
  /** A database that has all migrations. */
  readonly databaseUrl: string;
};

/** A command that was not understood, as opposed to one that failed. */
export class UsageError extends StartError {}

/**
 * Does something on the host with everything that the service has, but no port: in the running
 * installation, or in one that nothing runs on, whose database is started for the while.
 */
export function withApp<Result>(
  work: (app: App) => Promise<Result>,
  options: Options = {},
): Promise<Result> {
  return withInstallation(async ({ secrets, ...installation }) => {
    const { app, jobs, close } = await createApp({
      ...options,
      ...installation,
      operatorKeys: { admin: secrets.adminKeys, analytics: secrets.analyticsKeys },
      clock: databaseClock,
      log: createLogger('warn'),
    });
    try {
      const result = await work(app);
      // How long refusals are kept is a setting of the service, which a shell may not have.
      for (const [name, { run, last = run }] of Object.entries(jobs))
        if (name !== 'oldRefusals') await last();
      return result;
    } finally {
      await close();
    }
  });
}

/** As `withApp`, for what must not touch more than it says: there is no service behind it. */
export async function withInstallation<Result>(
  work: (installation: Installation) => Promise<Result>,
): Promise<Result> {
  const config = parseConfig(process.env);
  const secrets = await loadSecrets(config);
  const peppers = { current: secrets.pepper, previous: secrets.previousPepper };
  const address = config.database.url ?? runningAddress(config.dataDir);
  const embedded = address === null ? await startEmbedded({ dataDir: config.dataDir }) : null;
  const databaseUrl = address ?? embedded?.url ?? '';
  try {
    await migrate({ connectionString: config.database.directUrl ?? databaseUrl });
    return await work({ config, secrets, peppers, databaseUrl });
  } catch (error) {
    const isAway = asExpected(error) instanceof UnavailableError;
    throw isAway ? explainConnectionError(databaseUrl, error) : error;
  } finally {
    await embedded?.stop();
  }
}

/** Ends the process with what came of the work: an exit code, or one line that says what is wrong. */
export async function runCommand(work: () => Promise<number>): Promise<never> {
  try {
    process.exit(await work());
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`latchkey: ${error.message}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  }
}
