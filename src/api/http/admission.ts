import { createShares } from './shares.ts';

/** Lets no more requests in than can be worked on, and nobody take the places of all others. */
export type Admission = {
  /** True when work may begin; false, at once or after a short wait, when there is too much of it. */
  readonly enter: (holder: string) => boolean | Promise<boolean>;
  /** The work is done. */
  readonly leave: (holder: string) => void;
  /** How many are worked on. */
  readonly inside: () => number;
};

/**
 * Whoever waits for longer than 25 ms is refused, and may ask again or elsewhere. It is counted in
 * ticks: while the process is held up, nobody could be let in, and none pass.
 */
const TICK_MS = 5;
const PATIENCE_TICKS = 5;
const MOST_WAITING = 256;

type Waiter = {
  readonly holder: string;
  readonly sinceTick: number;
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
  let isTicking = false;
  let tick = 0;

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
    tick += 1;
    const latest = tick - PATIENCE_TICKS;
    while (waiting[0] !== undefined && waiting[0].sinceTick < latest)
      waiting.shift()?.settle(false);
    isTicking = waiting.length > 0;
    if (isTicking) setTimeout(sweep, TICK_MS);
  }

  function wait(holder: string): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    if (waiting.length === MOST_WAITING) waiting.shift()?.settle(false);
    waiting.push({ holder, sinceTick: tick, settle: resolve });
    if (!isTicking) setTimeout(sweep, TICK_MS);
    isTicking = true;
    return promise;
  }

  return {
    enter: (holder) => places.take(holder, 1) || wait(holder),
    leave: (holder) => {
      places.give(holder, 1);
      admitNext();
    },
    inside: places.taken,
  };
}
