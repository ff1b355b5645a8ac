/** Something of which there is a fixed amount, and which many take and give back. */
export type Shares = {
  /** Whether the holder has got this much more. */
  readonly take: (holder: string, amount: number) => boolean;
  /** Gives back what was taken. */
  readonly give: (holder: string, amount: number) => void;
  /** How much of it is taken, by all. */
  readonly taken: () => number;
};

/**
 * Whoever wants more must hold no more afterwards than is left for others. So one holder gets half of
 * it, two get a third each, three a quarter: however much they want, somebody new finds some free.
 */
export function createShares(total: number): Shares {
  const held = new Map<string, number>();
  let free = total;
  return {
    take: (holder, amount) => {
      const after = (held.get(holder) ?? 0) + amount;
      if (after > free - amount) return false;
      held.set(holder, after);
      free -= amount;
      return true;
    },
    give: (holder, amount) => {
      const after = (held.get(holder) ?? 0) - amount;
      if (after > 0) held.set(holder, after);
      else held.delete(holder);
      free += amount;
    },
    taken: () => total - free,
  };
}
