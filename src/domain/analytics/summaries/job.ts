import { type BackgroundJob, NOT_DUE } from '../../../core/background-job.ts';
import { summariseNext } from './keep.ts';

/** How long there is nothing to do before it looks again. */
const IDLE_MS = 15_000;

/** One day or month in each round, so that other work of the background waits for no more than that. */
export function summaryJob(options: Parameters<typeof summariseNext>[0]): BackgroundJob {
  let idleSince = performance.now();
  return {
    run: async () => {
      if (performance.now() - idleSince < IDLE_MS) return NOT_DUE;
      // After a failure, too: what takes too long is not to be tried without a pause.
      const before = idleSince;
      idleSince = performance.now();
      if (await summariseNext(options)) idleSince = before;
      return null;
    },
    // Nothing is lost: the next process goes on.
    last: async () => {},
  };
}
