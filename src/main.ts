import { limitHeap } from './app/heap-limits.ts';
import { releaseMemoryWhenIdle } from './app/idle-memory.ts';
import { endOnUncaught } from './app/last-resort.ts';
import { startService } from './app/service.ts';
import { startUpMessage } from './app/start-up-message.ts';
import { databaseClock } from './core/clock.ts';
import { parseConfig } from './core/config/config.ts';
import { loadSecrets } from './core/config/secrets.ts';
import { UnavailableError } from './core/errors.ts';
import { createLogger } from './core/log.ts';
import { StartError } from './core/start-error.ts';
import { explainConnectionError } from './data/connection/connect-error.ts';
import { startEmbedded } from './data/embedded/embedded.ts';
import { asExpected } from './data/errors.ts';
import { migrate } from './data/migrations/migrate.ts';

type Stop = () => Promise<void>;

/** Starts the service, and returns how to stop it. What was started before a failure is stopped. */
async function start(): Promise<Stop> {
  const config = parseConfig(process.env);
  const log = createLogger(config.logLevel);
  const secrets = await loadSecrets(config);
  const embedded =
    config.database.url === null ? await startEmbedded({ dataDir: config.dataDir }) : null;
  const databaseUrl = embedded?.url ?? config.database.url ?? '';
  if (embedded?.note) log.info(embedded.note);
  try {
    await migrate({ connectionString: config.database.directUrl ?? databaseUrl });
    const service = await startService({
      config,
      databaseUrl,
      operatorKeys: { admin: secrets.adminKeys, analytics: secrets.analyticsKeys },
      peppers: { current: secrets.pepper, previous: secrets.previousPepper },
      clock: databaseClock,
      log,
    });
    process.stdout.write(startUpMessage(service.url, config, secrets));
    const died = async () => {
      await service.stop();
      throw new StartError(
        'The embedded PostgreSQL stopped unexpectedly; its log is in the data folder',
      );
    };
    embedded?.died.then(died).catch(fail);
    return async () => {
      await service.stop();
      await embedded?.stop();
    };
  } catch (error) {
    await embedded?.stop();
    const isAway = asExpected(error) instanceof UnavailableError;
    throw isAway ? explainConnectionError(databaseUrl, error) : error;
  }
}

function fail(error: unknown): never {
  const text =
    error instanceof StartError
      ? error.message
      : error instanceof Error
        ? error.stack
        : String(error);
  process.stderr.write(`latchkey: ${text}\n`);
  process.exit(1);
}

const PATIENCE_MS = 2_000;

/**
 * The first signal stops in order, also while the start is still under way. A second one ends the
 * process at once; but not a twin of the first: Ctrl-C comes from the terminal and again from npm.
 */
function stopOnSignal(starting: Promise<Stop>): void {
  let stoppingSince: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stoppingSince === null) {
        stoppingSince = Date.now();
        starting.then((stop) => stop()).then(() => process.exit(0), fail);
      } else if (Date.now() - stoppingSince > PATIENCE_MS) process.exit(1);
    });
  }
}

limitHeap([process.env['NODE_OPTIONS'], ...process.execArgv].join(' '));
const starting = start();
stopOnSignal(starting);
endOnUncaught(createLogger('fatal'), async () => (await starting)());
await starting.catch(fail);
releaseMemoryWhenIdle();
