import { currentScope, type RequestScope, requestTimeout } from './scope.ts';

export type FairLine = {
  /**
   * Waits for a turn, in the line of its caller, until its request is over; not at all when one is free.
   * @returns how to give the turn back
   * @throws UnavailableError
   */
  readonly enter: (scope: RequestScope | undefined) => Leave | Promise<Leave>;
  /** Does something in the scope that runs, once it is its turn. */
  readonly run: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** How many wait. */
  readonly waiting: () => number;
};

type Leave = () => void;

type Limits = {
  readonly atOnce: number;
  /** How many of them one caller may have; work in the background may have all. */
  readonly perCaller: number;
};

/** Work in the background has no caller. */
const NOBODY = '';

/**
 * Lets some pieces of work run at once. The others wait in one line for each caller, and the next turn
 * goes to the caller that has the fewest: a long line delays only its own caller.
 */
export function fairLine({ atOnce, perCaller }: Limits): FairLine {
  const running = new Map<string, number>();
  const lines = new Map<string, Set<() => void>>();
  let busy = 0;

  const runningOf = (caller: string) => running.get(caller) ?? 0;
  const mayRun = (caller: string) => caller === NOBODY || runningOf(caller) < perCaller;
  const fewest = (callers: Iterable<string>, counts = (_caller: string) => true) => {
    let best: string | undefined;
    for (const caller of callers)
      if (counts(caller) && (best === undefined || runningOf(caller) < runningOf(best)))
        best = caller;
    return best;
  };

  function callerOf(scope: RequestScope | undefined): string {
    const callers = scope?.callers ?? [];
    return (callers.length < 2 ? callers[0] : fewest(callers)) ?? NOBODY;
  }

  function take(caller: string): void {
    busy += 1;
    running.set(caller, runningOf(caller) + 1);
  }
  function give(caller: string): void {
    busy -= 1;
    const rest = runningOf(caller) - 1;
    if (rest === 0) running.delete(caller);
    else running.set(caller, rest);
    next();
  }
  function next(): void {
    if (busy >= atOnce || lines.size === 0) return;
    const caller = fewest(lines.keys(), mayRun);
    const [turn] = lines.get(caller ?? NOBODY) ?? [];
    if (caller === undefined || turn === undefined) return;
    remove(caller, turn);
    take(caller);
    turn();
  }
  function remove(caller: string, turn: () => void): void {
    const line = lines.get(caller);
    line?.delete(turn);
    lines.delete(caller);
    // Behind those that have as many turns.
    if (line !== undefined && line.size > 0) lines.set(caller, line);
  }
  async function wait(caller: string, scope: RequestScope | undefined): Promise<Leave> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const line = lines.get(caller) ?? new Set();
    lines.set(caller, line.add(resolve));
    const leave = scope?.onOver(() => {
      // Whoever has been given its turn in the meantime finds out by itself that it is too late.
      if (!lines.get(caller)?.has(resolve)) return;
      remove(caller, resolve);
      reject(requestTimeout());
    });
    try {
      await promise;
    } finally {
      leave?.();
    }
    if (!scope?.isOver()) return () => give(caller);
    give(caller);
    throw requestTimeout();
  }

  function enter(scope: RequestScope | undefined): Leave | Promise<Leave> {
    if (scope?.isOver()) throw requestTimeout();
    const caller = callerOf(scope);
    if (busy >= atOnce || !mayRun(caller)) return wait(caller, scope);
    take(caller);
    return () => give(caller);
  }

  return {
    enter,
    run: async (work) => {
      const entered = enter(currentScope());
      const leave = entered instanceof Promise ? await entered : entered;
      try {
        return await work();
      } finally {
        leave();
      }
    },
    waiting: () => {
      let count = 0;
      for (const line of lines.values()) count += line.size;
      return count;
    },
  };
}
