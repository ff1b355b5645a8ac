import { turns } from '../turns.ts';
import type { Outside } from './outside.ts';
import { targetProblem } from './target.ts';

/** Why events may not be sent to an address; null if they may. */
export type TargetCheck = (url: URL) => Promise<string | null>;

const LATE =
  'Webhook URL could not be checked in time; try again, or give one whose name and server answer sooner';

const CHECK_MS = 5_000;
const MOST_AT_ONCE = 8;

/** Checks a few addresses at once: names and servers that never answer are not to pile up here. */
export function targetCheck(outside: Outside): TargetCheck {
  const inTurn = turns(MOST_AT_ONCE);
  return async (url) => {
    const signal = AbortSignal.timeout(CHECK_MS);
    const { promise: late, resolve: giveUp } = Promise.withResolvers<string>();
    signal.addEventListener('abort', () => giveUp(LATE));
    const checked = inTurn(async () =>
      signal.aborted ? LATE : await targetProblem(url, outside, signal),
    );
    const problem = await Promise.race([late, checked]);
    // What was given up half-way has found nothing, and says so in other words.
    return signal.aborted ? LATE : problem;
  };
}
