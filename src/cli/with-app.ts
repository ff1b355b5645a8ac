import { runInBackground } from '../app/background-jobs.ts';
import { createApp } from '../app/create-app.ts';
import { loadEarlySecrets } from '../app/early-secrets.ts';
import type { App } from '../core/app.ts';
import { databaseClock } from '../core/clock.ts';
import type { Config } from '../core/config/config.ts';
import { parseConfig } from '../core/config/parse-config.ts';
import { loadSecrets, type Secrets } from '../core/config/secrets.ts';
import { UnavailableError } from '../core/errors.ts';
import { createLogger } from '../core/log.ts';
import { explainConnectionError } from '../data/connection/connect-error.ts';
import { runningAddress } from '../data/embedded/address.ts';
import { type EmbeddedOptions, startEmbedded } from '../data/embedded/embedded.ts';
import { asExpected } from '../data/errors.ts';
import { migrate } from '../data/migrations/migrate.ts';
import { missingPepperCheck } from '../security/keys/missing-pepper.ts';
import type { PepperTexts } from '../security/keys/peppers.ts';
import { sayMigrationWait } from './migration-wait.ts';
import { withEnd } from './signals.ts';

type Options = {
  /** For the command that gives up keys whose pepper is gone. */
  readonly acceptLostPeppers?: true;
  /** Work that goes on for long: what the service does in the background is done all the while. */
  readonly inBackground?: boolean;
};

export type Installation = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly peppers: PepperTexts;
  /** A database that has all migrations. */
  readonly databaseUrl: string;
};

/**
 * Does something on the host with everything that the service has, but no port: in the running
 * installation, or in one that nothing runs on, whose database is started for the while.
 */
export function withApp<Result>(
  work: (app: App) => Promise<Result>,
  options: Options = {},
): Promise<Result> {
  return withInstallation((installation) => runApp(installation, work, options), options);
}

/** The same in a database that is at hand. */
export async function runApp<Result>(
  { secrets, config, ...installation }: Installation,
  work: (app: App) => Promise<Result>,
  { inBackground = false, ...options }: Options = {},
): Promise<Result> {
  const { app, jobs, watchDatabase, close } = await createApp({
    ...options,
    ...installation,
    // A command reads the database that it is told to, and nothing else.
    config: { ...config, database: { ...config.database, replicaUrl: null } },
    operatorKeys: { admin: secrets.adminKeys, analytics: secrets.analyticsKeys },
    clock: databaseClock,
    log: createLogger('warn'),
  });
  watchDatabase();
  // How long refusals are kept, and where backups go, are settings of the service, which a shell may not have.
  const { oldRefusals: _, backups: __, ...own } = jobs;
  const background = inBackground ? runInBackground(app, own) : null;
  try {
    const result = await work(app);
    for (const { run, last = run } of background === null ? Object.values(own) : []) await last();
    return result;
  } finally {
    await background?.stop();
    await close();
  }
}

/** As `withApp`, for what must not touch more than it says: there is no service behind it. */
export async function withInstallation<Result>(
  work: (installation: Installation) => Promise<Result>,
  { acceptLostPeppers }: Options = {},
): Promise<Result> {
  const config = parseConfig(process.env);
  const early = await loadEarlySecrets(config);
  const check = acceptLostPeppers ? undefined : missingPepperCheck(config);
  return await withDatabase(config, async (databaseUrl) => {
    const connectionString = config.database.directUrl ?? databaseUrl;
    await migrate({ connectionString }, { check, onWait: sayMigrationWait });
    const secrets = early ?? (await loadSecrets(config));
    if (secrets.adminKeyReplaced) process.stderr.write(replacedKey(secrets));
    return await work({ config, secrets, peppers: peppersOf(secrets), databaseUrl });
  });
}

function replacedKey({ adminKeyFile }: Secrets): string {
  return `latchkey: ${adminKeyFile} was missing: a new admin key was generated and stored there, and the earlier one no longer works.\n`;
}

export function peppersOf({ pepper, previousPepper }: Secrets): PepperTexts {
  return { current: pepper, previous: previousPepper };
}

/** The database of the settings as it is; the embedded one is started for the while, unless it runs. */
export async function withDatabase<Result>(
  { database, dataDir }: Config,
  work: (databaseUrl: string) => Promise<Result>,
): Promise<Result> {
  const address = database.url ?? runningAddress(dataDir);
  return address === null
    ? await withServer({ dataDir }, (url) => explained(url, work))
    : await explained(address, work);
}

async function explained<Result>(
  databaseUrl: string,
  work: (databaseUrl: string) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(databaseUrl);
  } catch (error) {
    const isAway = asExpected(error) instanceof UnavailableError;
    throw isAway ? explainConnectionError(databaseUrl, error) : error;
  }
}

/** An embedded server that runs for the while. A signal may come before it has started. */
export function withServer<Result>(
  options: EmbeddedOptions,
  work: (databaseUrl: string) => Promise<Result>,
): Promise<Result> {
  const end = new AbortController();
  const starting = startEmbedded({ ...options, signal: end.signal });
  return withEnd(
    async () => await work((await starting).url),
    async () => {
      end.abort();
      const server = await starting.catch(() => null);
      await server?.stop();
    },
  );
}
