import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { atMostEvery, type BackgroundJobs, NOT_DUE } from '../core/background-job.ts';
import type { Metrics } from '../core/metrics.ts';
import { watchJobs } from './gauges.ts';

export type Background = {
  /**
   * Does everything once more, and then no more. While the database is away, what is not written
   * yet is tried again for as long as this, 5 seconds at most; the log hears of what is lost then.
   */
  readonly stop: (patienceMs?: number) => Promise<void>;
};

const EVERY_MS = 1_000;
const RETRY_MS = 200;
const PATIENCE_MS = 5_000;

/** Does what no request should wait for, once a second. What fails is tried again in the next round. */
export function runInBackground(
  { log, metrics }: { readonly log: Logger; readonly metrics: Metrics },
  jobs: BackgroundJobs,
): Background {
  const complain = throttledWarnings(log);
  // A job that never succeeds is as old as the process, not absent.
  const lastDone = new Map(Object.keys(jobs).map((name) => [name, nowSeconds()]));
  const failing = new Set<string>();
  watchJobs(metrics, jobs, lastDone);
  let round: Promise<void> | null = null;
  let isOver = false;

  async function doAll(isLast = false): Promise<void> {
    for (const [name, { run, last = run }] of Object.entries(jobs)) {
      if (isOver) return;
      await (isLast ? last : run)().then(
        (result) => succeed(name, result),
        (error: unknown) => {
          failing.add(name);
          complain(name, error);
        },
      );
    }
  }

  /** A job that failed and waits for its next turn has not succeeded meanwhile. */
  function succeed(name: string, result: unknown): void {
    if (result !== NOT_DUE) failing.delete(name);
    if (!failing.has(name)) lastDone.set(name, nowSeconds());
  }

  async function finish(): Promise<void> {
    await round;
    await doAll(true);
    while (!isOver && unwrittenOf(jobs).length > 0) {
      await pause(RETRY_MS);
      await doAll(true);
    }
  }

  const timer = setInterval(() => {
    // A round that takes longer than a second is not overtaken.
    round ??= doAll().finally(() => {
      round = null;
    });
  }, EVERY_MS);
  timer.unref();

  return {
    stop: async (patienceMs = PATIENCE_MS) => {
      clearInterval(timer);
      const patience = pause(Math.min(patienceMs, PATIENCE_MS), undefined, { ref: false });
      await Promise.race([finish(), patience]);
      isOver = true;
      const lost = unwrittenOf(jobs);
      if (lost.length > 0)
        log.error({ lost: Object.fromEntries(lost) }, 'these could not be written and are lost');
    },
  };
}

function nowSeconds(): number {
  return Date.now() / 1_000;
}

function unwrittenOf(jobs: BackgroundJobs): [name: string, count: number][] {
  return Object.entries(jobs)
    .map(([name, { unwritten }]): [string, number] => [name, unwritten?.() ?? 0])
    .filter(([, count]) => count > 0);
}

/** At most once a minute for each work. */
function throttledWarnings(log: Logger): (work: string, error: unknown) => void {
  const works = new Map<string, (error: unknown) => void>();
  return (work, error) => {
    const complain =
      works.get(work) ??
      atMostEvery(60_000, (err: unknown) =>
        log.warn({ err, work }, 'background work failed; it will be retried'),
      );
    works.set(work, complain);
    complain(error);
  };
}
