/** Something of which there is a fixed amount, and which many take and give back. */
export type Shares = {
  /** Whether the holder has got this much more. */
  readonly take: (holder: string, amount: number) => boolean;
  /** Whether it would get it, of another total if there is one. */
  readonly mayTake: (holder: string, amount: number, of?: number) => boolean;
  /** Takes it even if it is more than the holder's share. */
  readonly add: (holder: string, amount: number) => void;
  /** Gives back what was taken. */
  readonly give: (holder: string, amount: number) => void;
  /** How much of it the holder has. */
  readonly held: (holder: string) => number;
  /** How much of it is taken, by all. */
  readonly taken: () => number;
};

/**
 * Whoever wants more must hold no more afterwards than is left for others. So one holder gets half of
 * it, two get a third each, three a quarter: however much they want, somebody new finds some free.
 */
export function createShares(total: number): Shares {
  const amounts = new Map<string, number>();
  let taken = 0;
  const held = (holder: string) => amounts.get(holder) ?? 0;
  const mayTake = (holder: string, amount: number, of = total) =>
    held(holder) + amount <= of - taken - amount;
  const add = (holder: string, amount: number) => {
    amounts.set(holder, held(holder) + amount);
    taken += amount;
  };
  return {
    mayTake,
    add,
    take: (holder, amount) => {
      if (!mayTake(holder, amount)) return false;
      add(holder, amount);
      return true;
    },
    give: (holder, amount) => {
      const after = held(holder) - amount;
      if (after > 0) amounts.set(holder, after);
      else amounts.delete(holder);
      taken -= amount;
    },
    held,
    taken: () => taken,
  };
}
