import { fairLine } from '../../core/request/fair-queue.ts';
import { currentRequest } from '../../core/request/scope.ts';
import { type Surroundings, type TargetVerdict, targetProblem } from './target.ts';

export type TargetCheck = (url: URL) => Promise<TargetVerdict>;

declare module '../../core/app.ts' {
  interface App {
    /** Whether events may be sent to an address, which asks the world outside. */
    readonly checkTarget: TargetCheck;
  }
}

const TOO_LATE =
  'Webhook URL could not be checked in time; try again, or use one whose name and server respond faster';

const TIMED_OUT: TargetVerdict = { problem: TOO_LATE, isPrivate: false };

const CHECK_MS = 5_000;
/** Names and servers that never answer are not to pile up here, nor one caller's to delay another's. */
const AT_ONCE = { atOnce: 8, perCaller: 2 };

/** Checks the targets of webhooks. */
export function targetCheck(surroundings: Surroundings): TargetCheck {
  return boundedCheck((url, signal) => targetProblem(url, surroundings, signal), TIMED_OUT);
}

type Find<Verdict> = (url: URL, signal: AbortSignal) => Promise<Verdict>;

/** Checks a few addresses at once, in five seconds each at most: the wait is part of them. */
export function boundedCheck<Verdict>(
  find: Find<Verdict>,
  timedOut: Verdict,
): (url: URL) => Promise<Verdict> {
  const line = fairLine(AT_ONCE);
  return (url) =>
    withinOwnTime(async () => {
      const signal = AbortSignal.timeout(CHECK_MS);
      const { promise: late, resolve: giveUp } = Promise.withResolvers<Verdict>();
      signal.addEventListener('abort', () => giveUp(timedOut));
      const checked = line.run(async () => (signal.aborted ? timedOut : await find(url, signal)));
      const verdict = await Promise.race([late, checked]);
      // What was given up half-way has found nothing, and says so in other words.
      return signal.aborted ? timedOut : verdict;
    });
}

/** The time that a check takes is not taken from the database's share of the request. */
async function withinOwnTime<Result>(check: () => Promise<Result>): Promise<Result> {
  const request = currentRequest();
  const began = performance.now();
  request?.extend(CHECK_MS);
  try {
    return await check();
  } finally {
    request?.extend(performance.now() - began - CHECK_MS);
  }
}
