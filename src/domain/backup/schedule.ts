import type { Logger } from 'pino';
import sql from 'sql-template-tag';
import type { BackgroundJob } from '../../core/background-job.ts';
import { type Clock, nowSql } from '../../core/clock.ts';
import type { Config } from '../../core/config/config.ts';
import { listBackups, removeAbandoned, removeOldBackups } from '../../data/backup/names.ts';
import { writeBackup } from '../../data/backup/write.ts';
import type { Rows } from '../../data/database.ts';
import { migrationsDirectory } from '../../data/migrations/migration-files.ts';
import { neededPeppers, refuseOthers } from './peppers.ts';

type BackupState = {
  /** When the newest complete backup was taken, in ms since 1970; null where there is none. */
  newestAt: number | null;
  bytes: number;
  failures: number;
  /** Why the last attempt failed; null when it did not, and when there is a new backup of whatever process. */
  problem: string | null;
  /** How many have a date in the future. */
  future: number;
  /** Whether older ones are still to be removed. */
  hasOld: boolean;
};

declare module '../../core/app.ts' {
  interface App {
    readonly backups: Backups;
  }
}

export type Backups = { readonly state: Readonly<BackupState> | null; readonly job: BackgroundJob };

type Options = {
  readonly config: Config['backup'];
  /** Of the server itself, past a pooler. */
  readonly url: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Of the background. */
  readonly rows: Rows;
};

/** Held while a backup is written: one process at a time does it. */
const LOCK = 7_270_736_912;
/** How often it looks whether one is due, and how soon it tries again after a failure. */
const LOOK_MS = 60_000;
const RETRY_MS = 300_000;
/** After each block: some 25 MB of rows a second, and requests hardly notice. */
const PAUSE_MS = 5;

const NOTHING: BackupState = {
  newestAt: null,
  bytes: 0,
  failures: 0,
  problem: null,
  future: 0,
  hasOld: false,
};

/**
 * Writes a backup whenever the newest one in the folder is too old, and lets other background work go on
 * meanwhile. A failure is logged and shown, and stops nothing.
 */
export function scheduledBackups(options: Options): Backups {
  const { dir } = options.config;
  if (dir === null) return { state: null, job: { run: () => Promise.resolve() } };
  const state: BackupState = { ...NOTHING };
  const stopping = new AbortController();
  const scheduled: Scheduled = { ...options, dir, own: new Set(), signal: stopping.signal };
  // Pauses go by the clock that is put in, too: a test moves it past them.
  const time = () => Number(options.clock() ?? performance.now());
  let running: Promise<void> | null = null;
  let notBefore = Number.NEGATIVE_INFINITY;

  function fail(error: unknown): void {
    if (stopping.signal.aborted) return;
    state.failures += 1;
    state.problem = error instanceof Error ? error.message : String(error);
    notBefore = time() + RETRY_MS;
    options.log.error({ err: error }, 'a backup failed; it will be tried again');
  }

  function begin(): void {
    if (running !== null || time() < notBefore) return;
    notBefore = time() + LOOK_MS;
    running = backUp(scheduled, state)
      .catch(fail)
      .finally(() => {
        running = null;
      });
  }

  return {
    state,
    job: {
      run: () => Promise.resolve(begin()),
      // One that is not complete is removed; the next process begins another.
      last: async () => {
        stopping.abort();
        await running;
      },
    },
  };
}

type Scheduled = Options & {
  readonly dir: string;
  /** Backups that are known to be of this installation. */
  readonly own: Set<string>;
  readonly signal: AbortSignal;
};

async function backUp(options: Scheduled, state: BackupState): Promise<void> {
  const { config, dir } = options;
  const isDue = await lookIfDue(options, state);
  const isFresh = !isDue || (await write(options, state));
  if (state.hasOld) await removeOldBackups(dir, config.keep, await readTime(options));
  state.hasOld = false;
  // Whoever has written it.
  if (isFresh) state.problem = null;
}

/** @returns false when another process writes one */
async function write(options: Scheduled, state: BackupState): Promise<boolean> {
  const { url, clock, log, dir, signal } = options;
  await removeAbandoned(dir);
  const begun = performance.now();
  const isDue = () => lookIfDue(options, state);
  const written = await writeBackup({
    ...{ url, folder: dir, now: clock(), signal, alone: { lock: LOCK, isDue } },
    pauseMs: PAUSE_MS,
    migrations: migrationsDirectory(),
    peppersOf: neededPeppers,
  });
  if (written === null) return false;
  const { path, manifest } = written;
  state.newestAt = Date.parse(manifest.createdAt);
  state.bytes = manifest.tables.reduce((sum, { bytes }) => sum + bytes, 0);
  state.hasOld = true;
  const ms = Math.round(performance.now() - begun);
  log.info({ path, bytes: state.bytes, ms }, 'a backup was written');
  return true;
}

async function lookIfDue(options: Scheduled, state: BackupState): Promise<boolean> {
  const { config, log, rows, dir, own } = options;
  const now = await readTime(options);
  const { past, future } = await listBackups(dir, now);
  for (const { path } of [...past.slice(0, 1), ...future.slice(0, 1)]) {
    if (!own.has(path)) await refuseOthers(rows, path);
    own.add(path);
  }
  if (future.length > state.future)
    log.warn(
      { paths: future.map(({ path }) => path) },
      'backups have dates in the future, because a clock was ahead; they count as the oldest',
    );
  state.future = future.length;
  const [newest] = past;
  state.newestAt = newest === undefined ? null : Number(newest.createdAt);
  return state.newestAt === null || Number(now) - state.newestAt >= config.everyMs;
}

/** By the clock that backups are named by. A database that is away is a failure only when one is due. */
async function readTime({ rows, clock }: Scheduled): Promise<Date> {
  const [time] = await rows<{ readonly now: Date }>(sql`select ${nowSql(clock)} as now`).catch(
    () => [],
  );
  return time?.now ?? clock() ?? new Date();
}
