import { createShares } from './shares.ts';

/** Lets no more requests in than can be worked on, and nobody take the places of all others. */
export type Admission = {
  /** True when work may begin; false, at once or after a short wait, when there is too much of it. */
  readonly enter: (holder: string) => boolean | Promise<boolean>;
  /** The work is done. */
  readonly leave: (holder: string) => void;
  /** How many wait. */
  readonly waiting: () => number;
};

/** Whoever waits longer would rather hear no, and ask again or elsewhere. */
const PATIENCE_MS = 25;
const SWEEP_MS = 5;
const MOST_WAITING = 256;

type Waiter = {
  readonly holder: string;
  readonly since: number;
  readonly settle: (isIn: boolean) => void;
};

/**
 * The newest of those who wait is served first: under a load that goes on, whoever has waited longest
 * is about to be refused, and the others would all wait as long in turn.
 */
export function createAdmission(atOnce: number): Admission {
  const places = createShares(atOnce);
  /** The oldest first. */
  const waiting: Waiter[] = [];
  let sweeper: NodeJS.Timeout | null = null;

  function admitNext(): void {
    for (let at = waiting.length - 1; at >= 0; at -= 1) {
      const waiter = waiting[at];
      if (waiter === undefined || !places.take(waiter.holder, 1)) continue;
      waiting.splice(at, 1);
      waiter.settle(true);
      return;
    }
  }

  function sweep(): void {
    const since = performance.now() - PATIENCE_MS;
    while (waiting[0] !== undefined && waiting[0].since <= since) waiting.shift()?.settle(false);
    sweeper = waiting.length === 0 ? null : setTimeout(sweep, SWEEP_MS);
  }

  function wait(holder: string): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    if (waiting.length === MOST_WAITING) waiting.shift()?.settle(false);
    waiting.push({ holder, since: performance.now(), settle: resolve });
    sweeper ??= setTimeout(sweep, SWEEP_MS);
    return promise;
  }

  return {
    enter: (holder) => places.take(holder, 1) || wait(holder),
    leave: (holder) => {
      places.give(holder, 1);
      admitNext();
    },
    waiting: () => waiting.length,
  };
}
