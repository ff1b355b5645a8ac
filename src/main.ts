import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import { loadEarlySecrets } from './app/early-secrets.ts';
import { type Front, openFront } from './app/front.ts';
import { limitHeap } from './app/heap-limits.ts';
import { releaseMemoryWhenIdle } from './app/idle-memory.ts';
import { endOnUncaught } from './app/last-resort.ts';
import { refuseDebugger } from './app/no-debugger.ts';
import { startService } from './app/service.ts';
import { readStartFiles } from './app/start-files.ts';
import { announce } from './app/start-up-message.ts';
import { type Stoppable, stopAtOnce, stopOnSignal } from './app/stop-on-signal.ts';
import { databaseClock } from './core/clock.ts';
import type { Config } from './core/config/config.ts';
import { parseConfig } from './core/config/parse-config.ts';
import { loadSecrets } from './core/config/secrets.ts';
import { UnavailableError } from './core/errors.ts';
import { createBufferedLog } from './core/log.ts';
import { StartError } from './core/start-error.ts';
import { explainConnectionError } from './data/connection/connect-error.ts';
import { startEmbedded } from './data/embedded/embedded.ts';
import { asExpected } from './data/errors.ts';
import { migrate } from './data/migrations/migrate.ts';
import { missingPepperCheck } from './security/keys/missing-pepper.ts';

const startGivenUp = new AbortController();
const { log, ...output } = createBufferedLog('info');
let isRenewedByHangup = false;

/** Starts the service, and returns how to stop it. What was started before a failure is stopped. */
async function start(): Promise<Stoppable> {
  const config = parseConfig(process.env);
  log.level = config.logLevel;
  isRenewedByHangup = config.tls !== null;
  const files = await readStartFiles(config);
  const early = await loadEarlySecrets(config);
  // Whoever watches the process hears from now on that it lives, and what it waits for.
  const front = await openFront({ config, log, files, linesDropped: output.dropped });
  try {
    const database = await openDatabase(config, { front, log });
    try {
      startGivenUp.signal.throwIfAborted();
      await bringUpToDate(database.url, config, { front, log });
      const secrets = early ?? (await loadSecrets(config));
      startGivenUp.signal.throwIfAborted();
      const service = await startService({
        config,
        files,
        front,
        databaseUrl: database.url,
        operatorKeys: { admin: secrets.adminKeys, analytics: secrets.analyticsKeys },
        peppers: { current: secrets.pepper, previous: secrets.previousPepper },
        clock: databaseClock,
        log,
      });
      if (!startGivenUp.signal.aborted) announce(service.url, { config, secrets, log });
      database.died
        ?.then(() => stopAtOnce(service))
        .then(endedUnexpectedly)
        .catch(fail);
      const stop = async () => {
        await service.stop();
        await database.stop();
      };
      return { stop, endDraining: service.endDraining };
    } catch (error) {
      await database.stop();
      const isAway = asExpected(error) instanceof UnavailableError;
      throw isAway ? explainConnectionError(database.url, error) : error;
    }
  } catch (error) {
    await front.close();
    throw error;
  }
}

type OpenDatabase = {
  readonly url: string;
  readonly stop: () => Promise<void>;
  /** The end of an embedded one that nobody stopped. */
  readonly died?: Promise<void>;
};

type Watched = { readonly front: Front; readonly log: Logger };

async function openDatabase(
  { database, dataDir }: Config,
  { front, log }: Watched,
): Promise<OpenDatabase> {
  if (database.url !== null) return { url: database.url, stop: async () => {} };
  front.starting('starting the embedded database');
  const embedded = await startEmbedded({ dataDir, signal: startGivenUp.signal });
  if (embedded.note) log.info(embedded.note);
  return embedded;
}

async function bringUpToDate(
  databaseUrl: string,
  config: Config,
  { front, log }: Watched,
): Promise<void> {
  front.starting('migrating the database');
  const onWait = () => {
    front.starting('waiting for another process that migrates the database');
    log.info('another process migrates the database; the start continues when it is done');
  };
  const { signal } = startGivenUp;
  const connectionString = config.database.directUrl ?? databaseUrl;
  const check = missingPepperCheck(config);
  const { applied } = await migrate({ connectionString }, { onWait, signal, check });
  if (applied.length > 0) log.info({ applied: applied.length }, 'the database was migrated');
}

function endedUnexpectedly(): never {
  throw new StartError(
    'The embedded PostgreSQL stopped unexpectedly; its log is in the data folder',
  );
}

/** Ends the process once its last lines are written. */
async function exit(code: number): Promise<void> {
  await output.flush();
  process.exit(code);
}

/**
 * What ends a start. A signal to all processes of a group also ends the programs that a start runs, before it is
 * heard here: what follows from that is no failure.
 * @throws always
 */
async function endedStart(error: unknown): Promise<never> {
  for (let turn = 0; turn < 2; turn += 1) await setImmediate();
  throw error instanceof StartError && startGivenUp.signal.aborted
    ? startGivenUp.signal.reason
    : error;
}

async function fail(error: unknown): Promise<void> {
  if (startGivenUp.signal.aborted && error === startGivenUp.signal.reason) return await exit(0);
  const text =
    error instanceof StartError
      ? error.message
      : error instanceof Error
        ? error.stack
        : String(error);
  process.stderr.write(`latchkey: ${text}\n`);
  await exit(1);
}

refuseDebugger();
// Nobody may read it any more, as after the end of a terminal: that ends no stop.
process.stderr.on('error', () => {});
limitHeap([process.env['NODE_OPTIONS'], ...process.execArgv].join(' '));
const starting = start().catch(endedStart);
stopOnSignal({
  starting,
  giveUp: () => startGivenUp.abort(),
  exit,
  exitAtOnce: process.exit,
  fail,
  isRenewedByHangup: () => isRenewedByHangup,
});
// Whatever else ends the process.
process.on('exit', output.push);
endOnUncaught(log.child({}, { level: 'fatal' }), {
  stop: async () => stopAtOnce(await starting),
  exit,
});
await starting.catch(fail);
releaseMemoryWhenIdle();
