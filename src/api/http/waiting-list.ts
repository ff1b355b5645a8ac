/** A request that waits for a place. */
export type Waiter<Settled> = {
  readonly holder: string;
  readonly sinceTick: number;
  readonly settle: (settled: Settled) => void;
};

/** Those who wait, the oldest first. */
export type WaitingList<Settled> = {
  readonly length: () => number;
  readonly oldest: () => Waiter<Settled> | undefined;
  /** The oldest of the holder of whom most wait. */
  readonly mostCrowded: () => Waiter<Settled> | undefined;
  /** The first from one end whose holder may go. */
  readonly next: (
    from: 'oldest' | 'newest',
    mayGo: (holder: string) => boolean,
  ) => Waiter<Settled> | undefined;
  readonly add: (waiter: Waiter<Settled>) => void;
  readonly remove: (waiter: Waiter<Settled>) => void;
};

export function createWaitingList<Settled>(): WaitingList<Settled> {
  const waiting: Waiter<Settled>[] = [];
  const ofHolder = new Map<string, number>();

  function count(holder: string, change: 1 | -1): void {
    const after = (ofHolder.get(holder) ?? 0) + change;
    if (after > 0) ofHolder.set(holder, after);
    else ofHolder.delete(holder);
  }

  return {
    length: () => waiting.length,
    oldest: () => waiting[0],
    mostCrowded: () => {
      let most = 0;
      for (const count of ofHolder.values()) most = Math.max(most, count);
      return waiting.find(({ holder }) => ofHolder.get(holder) === most);
    },
    next: (from, mayGo) => {
      // Of thousands that wait, most have few holders: each of these is tried once.
      const stuck = new Set<string>();
      for (let count = 0; stuck.size < ofHolder.size; count += 1) {
        const waiter = waiting.at(from === 'oldest' ? count : -1 - count);
        if (waiter === undefined) return undefined;
        if (!stuck.has(waiter.holder) && mayGo(waiter.holder)) return waiter;
        stuck.add(waiter.holder);
      }
      return undefined;
    },
    add: (waiter) => {
      waiting.push(waiter);
      count(waiter.holder, 1);
    },
    remove: (waiter) => {
      const at = waiting.indexOf(waiter);
      if (at === -1) return;
      waiting.splice(at, 1);
      count(waiter.holder, -1);
    },
  };
}
