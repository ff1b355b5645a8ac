import type { Logger } from 'pino';
import type { BackgroundJob } from '../../core/background-job.ts';
import type { Clock } from '../../core/clock.ts';
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
  /** Why the last attempt failed; null when it did not. */
  problem: string | null;
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

/**
 * Writes a backup whenever the newest one in the folder is too old, and lets other background work go on
 * meanwhile. A failure is logged and shown, and stops nothing.
 */
export function scheduledBackups(options: Options): Backups {
  const { dir } = options.config;
  if (dir === null) return { state: null, job: { run: () => Promise.resolve() } };
  const state: BackupState = { newestAt: null, bytes: 0, failures: 0, problem: null };
  const stopping = new AbortController();
  const scheduled: Scheduled = { ...options, dir, own: new Set(), signal: stopping.signal };
  let running: Promise<void> | null = null;
  let notBefore = Number.NEGATIVE_INFINITY;

  function fail(error: unknown): void {
    if (stopping.signal.aborted) return;
    state.failures += 1;
    state.problem = error instanceof Error ? error.message : String(error);
    notBefore = performance.now() + RETRY_MS;
    options.log.error({ err: error }, 'a backup failed; it will be tried again');
  }

  function begin(): void {
    if (running !== null || performance.now() < notBefore) return;
    notBefore = performance.now() + LOOK_MS;
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
  const { config, url, clock, log, rows, dir, own, signal } = options;
  const isDue = async () => {
    const [newest] = await listBackups(dir);
    if (newest !== undefined && !own.has(newest.path)) await refuseOthers(rows, newest.path);
    if (newest !== undefined) own.add(newest.path);
    state.newestAt = newest === undefined ? null : Number(newest.createdAt);
    return (
      state.newestAt === null || Number(clock() ?? Date.now()) - state.newestAt >= config.everyMs
    );
  };
  if (!(await isDue())) return;
  await removeAbandoned(dir);
  const begun = performance.now();
  const written = await writeBackup({
    ...{ url, folder: dir, now: clock(), signal, alone: { lock: LOCK, isDue } },
    pauseMs: PAUSE_MS,
    migrations: migrationsDirectory(),
    peppersOf: neededPeppers,
  });
  state.problem = null;
  if (written === null) return;
  const { path, manifest } = written;
  state.newestAt = Date.parse(manifest.createdAt);
  state.bytes = manifest.tables.reduce((sum, { bytes }) => sum + bytes, 0);
  const ms = Math.round(performance.now() - begun);
  log.info({ path, bytes: state.bytes, ms }, 'a backup was written');
  await removeOldBackups(dir, config.keep);
}
