import type { Logger } from 'pino';

export type Background = {
  /** Does everything once more, and then no more. */
  readonly stop: () => Promise<void>;
};

const EVERY_MS = 1_000;

/**
 * Does what no request should wait for, once a second. What fails is tried again in the next round;
 * the log hears of it, at most once a minute for each work.
 */
export function inBackground(
  log: Logger,
  works: Readonly<Record<string, () => Promise<void>>>,
): Background {
  const told = new Map<string, number>();
  let round: Promise<void> | null = null;

  async function doAll(): Promise<void> {
    for (const [name, work] of Object.entries(works)) {
      await work().catch((error: unknown) => {
        const now = performance.now();
        if (now - (told.get(name) ?? Number.NEGATIVE_INFINITY) < 60_000) return;
        told.set(name, now);
        log.warn({ err: error, work: name }, 'work in the background failed; it is tried again');
      });
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
      await round;
      await doAll();
    },
  };
}

/** At most once in so many milliseconds, however often it is asked for. */
export function seldom(everyMs: number, work: () => Promise<void>): () => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = performance.now();
    if (now - last < everyMs) return;
    last = now;
    await work();
  };
}
