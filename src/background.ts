import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';

/** Something that no request should wait for. */
export type Work = {
  readonly run: () => Promise<void>;
  /** In place of `run`, when nothing will come after it. */
  readonly last?: () => Promise<void>;
  /** How much of it is in memory alone, and would end with the process. */
  readonly unwritten?: () => number;
};

export type Works = Readonly<Record<string, Work>>;

export type Background = {
  /**
   * Does everything once more, and then no more. While the database is away, what is not written
   * yet is tried again for some seconds; the log hears of what is lost then.
   */
  readonly stop: () => Promise<void>;
};

const EVERY_MS = 1_000;
const RETRY_MS = 200;
const PATIENCE_MS = 5_000;

/** Does what no request should wait for, once a second. What fails is tried again in the next round. */
export function inBackground(log: Logger, works: Works): Background {
  const complain = seldomComplaints(log);
  let round: Promise<void> | null = null;
  let isOver = false;

  async function doAll(isLast = false): Promise<void> {
    for (const [name, { run, last = run }] of Object.entries(works)) {
      if (isOver) return;
      await (isLast ? last : run)().catch((error: unknown) => complain(name, error));
    }
  }

  async function finish(): Promise<void> {
    await round;
    await doAll(true);
    while (!isOver && unwrittenOf(works).length > 0) {
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
    stop: async () => {
      clearInterval(timer);
      await Promise.race([finish(), pause(PATIENCE_MS, undefined, { ref: false })]);
      isOver = true;
      const lost = unwrittenOf(works);
      if (lost.length > 0)
        log.error({ lost: Object.fromEntries(lost) }, 'these were not written, and are lost');
    },
  };
}

function unwrittenOf(works: Works): [name: string, count: number][] {
  return Object.entries(works)
    .map(([name, { unwritten }]): [string, number] => [name, unwritten?.() ?? 0])
    .filter(([, count]) => count > 0);
}

/** At most once a minute for each work. */
function seldomComplaints(log: Logger): (work: string, error: unknown) => void {
  const told = new Map<string, number>();
  return (work, error) => {
    const now = performance.now();
    if (now - (told.get(work) ?? Number.NEGATIVE_INFINITY) < 60_000) return;
    told.set(work, now);
    log.warn({ err: error, work }, 'work in the background failed; it is tried again');
  };
}

/** At most once in so many milliseconds, however often it is asked for. */
export function seldom(everyMs: number, work: () => Promise<void>): Work {
  let last = Number.NEGATIVE_INFINITY;
  return {
    run: async () => {
      const now = performance.now();
      if (now - last < everyMs) return;
      last = now;
      await work();
    },
  };
}
