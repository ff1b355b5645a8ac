/** Keeps what was used last, within a total weight of which one owner may fill a part only. */
export type WeighedCache<Value> = {
  readonly has: (key: string) => boolean;
  readonly get: (key: string) => Value | undefined;
  /** Takes it in, if need be in place of what its owner, and then anybody, used longest ago. */
  readonly add: (key: string, value: Value, entry: Weight) => void;
  readonly size: () => { readonly entries: number; readonly weight: number };
};

type Weight = { readonly weight: number; readonly owner: string };
type Entry<Value> = Weight & { readonly value: Value };

export type Capacity = { readonly total: number; readonly perOwner: number };

export function weighedCache<Value>({ total, perOwner }: Capacity): WeighedCache<Value> {
  // A map holds its keys in the order in which they came: the first is the one used longest ago.
  const entries = new Map<string, Entry<Value>>();
  const weights = new Map<string, number>();
  let weight = 0;

  function count(entry: Weight, sign: 1 | -1): void {
    weight += sign * entry.weight;
    const own = (weights.get(entry.owner) ?? 0) + sign * entry.weight;
    if (own > 0) weights.set(entry.owner, own);
    else weights.delete(entry.owner);
  }

  function drop(key: string): void {
    const entry = entries.get(key);
    if (entry !== undefined) count(entry, -1);
    entries.delete(key);
  }

  function makeRoomOf({ owner, weight: added }: Weight): void {
    for (const [key, entry] of entries) {
      if ((weights.get(owner) ?? 0) + added <= perOwner) return;
      if (entry.owner === owner) drop(key);
    }
  }

  function makeRoom(added: number): void {
    for (const key of entries.keys()) {
      if (weight + added <= total) return;
      drop(key);
    }
  }

  return {
    has: (key) => entries.has(key),
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    add: (key, value, added) => {
      if (added.weight > perOwner) return;
      drop(key);
      makeRoomOf(added);
      makeRoom(added.weight);
      entries.set(key, { value, ...added });
      count(added, 1);
    },
    size: () => ({ entries: entries.size, weight }),
  };
}
