/** What a job returns that is not due yet: neither a success nor a failure. */
export const NOT_DUE = Symbol('not due');

/** Something that no request should wait for. */
export type BackgroundJob = {
  /** @returns `NOT_DUE` if nothing was tried; anything else is a success */
  readonly run: () => Promise<unknown>;
  /** In place of `run`, when nothing will come after it. */
  readonly last?: () => Promise<unknown>;
  /** How much of it is in memory alone, and would end with the process. */
  readonly unwritten?: () => number;
};

export type BackgroundJobs = Readonly<Record<string, BackgroundJob>>;

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

/** How soon a job is tried again after a failure, however rarely it runs. */
const RETRY_MS = 60_000;

/** A job that runs at most once in an interval, however often it is called. */
export function every(intervalMs: number, work: () => Promise<void>): BackgroundJob {
  let notBefore = Number.NEGATIVE_INFINITY;
  return {
    run: async () => {
      const now = performance.now();
      if (now < notBefore) return NOT_DUE;
      notBefore = now + Math.min(intervalMs, RETRY_MS);
      await work();
      notBefore = now + intervalMs;
      return null;
    },
  };
}
