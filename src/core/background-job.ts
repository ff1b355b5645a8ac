/** Something that no request should wait for. */
export type BackgroundJob = {
  readonly run: () => Promise<void>;
  /** In place of `run`, when nothing will come after it. */
  readonly last?: () => Promise<void>;
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

/** A job that runs at most once in an interval, however often it is called. */
export function every(intervalMs: number, work: () => Promise<void>): BackgroundJob {
  let last = Number.NEGATIVE_INFINITY;
  return {
    run: async () => {
      const now = performance.now();
      if (now - last < intervalMs) return;
      last = now;
      await work();
    },
  };
}
