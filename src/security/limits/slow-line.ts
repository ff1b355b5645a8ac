import { RateLimitedError } from '../../core/errors.ts';
import { currentScope, type RequestScope } from '../../core/request/scope.ts';

/** Lets those who try keys from a network that guesses go on slowly, one after the other. */
export type SlowLine = {
  /**
   * Waits for a turn in the line of a network. The turn after it is an interval later.
   * @throws RateLimitedError at once when the line is full or the turn would come too late; and when the
   *   request is over before it comes
   */
  readonly wait: (network: string, intervalMs: number) => Promise<void>;
};

type Line = { nextAt: number; interval: number; readonly waiters: Set<() => void> };

/** How many wait of one network at most. */
const MOST_OF_ONE = 16;
/** Nobody is made to wait for longer. */
const PATIENCE_MS = 5_000;
const TICK_MS = 10;
/** Networks whose next turn is remembered at once. */
const MOST_LINES = 50_000;

const GUESSED = 'Too many wrong keys from this address';

/**
 * The turns come by the clock by which limits are counted; a timer looks at it while somebody waits.
 * @param most how many may wait in all lines: each holds a place of the requests that are worked on
 */
export function slowLine(most: number): SlowLine {
  const lines = new Map<string, Line>();
  /** Those in which somebody waits. */
  const busy = new Set<Line>();
  let waiting = 0;
  let isTicking = false;

  function tick(): void {
    const now = Date.now();
    for (const line of busy) {
      const [first] = line.waiters;
      if (line.nextAt > now) continue;
      line.nextAt = now + line.interval;
      first?.();
    }
    isTicking = busy.size > 0;
    if (isTicking) setTimeout(tick, TICK_MS);
  }

  async function turnIn(line: Line, scope: RequestScope | undefined): Promise<void> {
    if (!isTicking) setTimeout(tick, TICK_MS);
    isTicking = true;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    busy.add(line);
    line.waiters.add(resolve);
    waiting += 1;
    const unsubscribe = scope?.onOver(() => reject(refusal(line.interval)));
    const leave = () => {
      line.waiters.delete(resolve);
      if (line.waiters.size === 0) busy.delete(line);
      waiting -= 1;
      unsubscribe?.();
    };
    await promise.finally(leave);
  }

  return {
    wait: async (network, interval) => {
      const line = lines.get(network) ?? { nextAt: 0, interval, waiters: new Set() };
      line.interval = interval;
      lines.set(network, line);
      if (lines.size > MOST_LINES) dropIdle(lines);
      const scope = currentScope();
      const left = Math.max(0, line.nextAt - Date.now());
      const delay = left + line.waiters.size * interval;
      const isFull = line.waiters.size >= MOST_OF_ONE || waiting >= most;
      if (delay === 0) line.nextAt = Date.now() + interval;
      else if (isFull || delay > patienceOf(scope)) throw refusal(delay);
      else await turnIn(line, scope);
    },
  };
}

/** What the deadline of the request leaves, if that is less. */
function patienceOf(scope: RequestScope | undefined): number {
  return scope === undefined
    ? PATIENCE_MS
    : Math.min(PATIENCE_MS, scope.deadline() - performance.now());
}

function refusal(delayMs: number): RateLimitedError {
  return new RateLimitedError(GUESSED, Math.max(1, Math.ceil(delayMs / 1_000)));
}

/** Those whose turn has come anyway; and if that is not enough, more of those in which nobody waits. */
function dropIdle(lines: Map<string, Line>): void {
  const now = Date.now();
  for (const [network, { nextAt, waiters }] of lines)
    if (waiters.size === 0 && nextAt <= now) lines.delete(network);
  for (const [network, { waiters }] of lines) {
    if (lines.size <= MOST_LINES / 2) return;
    if (waiters.size === 0) lines.delete(network);
  }
}
