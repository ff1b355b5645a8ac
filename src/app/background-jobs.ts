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
   * yet is tried again for as long as this, 5 seconds at most; the log hears of what is lost then.
   */
  readonly stop: (patienceMs?: number) => Promise<void>;
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
    stop: async (patienceMs = PATIENCE_MS) => {
      clearInterval(timer);
      const patience = pause(Math.min(patienceMs, PATIENCE_MS), undefined, { ref: false });
      await Promise.race([finish(), patience]);
      isOver = true;
      const lost = unwrittenOf(works);
      if (lost.length > 0)
        log.error({ lost: Object.fromEntries(lost) }, 'these could not be written and are lost');
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

/** Leaves the calls out that come too soon after the last one that was done. */
export function atMostEvery<Argument>(
  everyMs: number,
  act: (argument: Argument) => void,
): (argument: Argument) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (argument) => {
    const now = performance.now();
    if (now - last < everyMs) return;
    last = now;
    act(argument);
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
