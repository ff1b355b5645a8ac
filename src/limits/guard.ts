import { knownGood, nameOfKey } from './known-good.ts';
import type { Limiter } from './limiter.ts';
import { slowLine } from './slow-line.ts';

/** Looks keys up, slowly for networks from which many wrong ones came. */
export type Guard = {
  /**
   * Answers what `look` finds: at once for a key that was right from this network before, and for all
   * others while the network has sent few wrong ones; after that one after the other, right and wrong
   * ones alike, so that no quick answer tells them apart.
   * @throws RateLimitedError, before the key is looked up where that is possible
   */
  readonly attempt: <Found>(attempt: Attempt<Found>) => Promise<Found | null>;
};

export type Attempt<Found> = {
  readonly network: string;
  readonly key: string;
  readonly look: () => Promise<Found | null> | Found | null;
};

type Options = {
  /** Wrong keys of one network in a minute that are answered at once. */
  readonly limit: number;
  readonly wrong: Limiter;
  /** How many may wait in all. */
  readonly mostWaiting: number;
};

/** They are counted however many they are: by that, the answers become slower. */
const ALL = Number.MAX_SAFE_INTEGER;
const FIRST_MS = 100;
const LONGEST_MS = 5_000;
/** After as many further wrong keys, the time between two answers doubles. */
const DOUBLES_AFTER = 5;
/** Networks that are known to guess at once; of more, the oldest are asked about again. */
const MOST_NETWORKS = 50_000;

export function createGuard({ limit, wrong, mostWaiting }: Options): Guard {
  const known = knownGood();
  const line = slowLine(mostWaiting);
  const guessing = guessingNetworks(limit);

  function turn(network: string, used: number): Promise<void> {
    const further = Math.max(0, used - limit);
    const interval = FIRST_MS * 2 ** Math.min(16, Math.floor(further / DOUBLES_AFTER));
    return line.wait(network, Math.min(LONGEST_MS, interval));
  }

  /** @returns how many wrong keys there were, this one among them */
  async function noteWrong(network: string): Promise<number> {
    const { used, resetSeconds } = await wrong.take(network, ALL);
    guessing.note(network, used, resetSeconds);
    return used;
  }

  /** A key that was right before, and may have ended since. */
  async function again<Found>(name: string, { network, look }: Attempt<Found>) {
    const found = await look();
    if (found !== null) return found;
    known.forget(name);
    await noteWrong(network);
    return null;
  }

  /** Also when the network was found to guess only while the key was looked up: here, or elsewhere. */
  async function lookFreely<Found>({ network, look }: Attempt<Found>): Promise<Found | null> {
    const found = await look();
    const before = found === null ? (await noteWrong(network)) - 1 : await wrong.used(network);
    if (before >= limit) await turn(network, before);
    return found;
  }

  async function lookSlowly<Found>({ network, look }: Attempt<Found>, used: number) {
    await turn(network, used);
    const found = await look();
    if (found === null) await noteWrong(network);
    return found;
  }

  return {
    attempt: async (attempt) => {
      const { network, key } = attempt;
      const name = nameOfKey(network, key);
      if (known.has(name)) return await again(name, attempt);
      const used = guessing.used(network);
      const found = await (used === null ? lookFreely(attempt) : lookSlowly(attempt, used));
      if (found !== null) known.add(name);
      return found;
    },
  };
}

type Entry = { readonly used: number; readonly until: number };

/** The networks of which this process knows that they may not try freely, until their minute is over. */
function guessingNetworks(limit: number) {
  const entries = new Map<string, Entry>();
  return {
    note: (network: string, used: number, resetSeconds: number): void => {
      if (used < limit) return;
      entries.set(network, { used, until: Date.now() + resetSeconds * 1_000 });
      const [oldest] = entries.size > MOST_NETWORKS ? entries.keys() : [];
      if (oldest !== undefined) entries.delete(oldest);
    },
    /** How many wrong keys came from it; null while it may try freely. */
    used: (network: string): number | null => {
      const entry = entries.get(network);
      if (entry === undefined) return null;
      if (Date.now() < entry.until) return entry.used;
      entries.delete(network);
      return null;
    },
  };
}
