import type { GuessingNetwork } from './address.ts';
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
  /** Where it comes from. */
  readonly network: string;
  /** That one, and the larger ones around it. */
  readonly around: () => Networks;
  readonly key: string;
  readonly look: () => Promise<Found | null> | Found | null;
};

type Networks = readonly GuessingNetwork[];

type Options = {
  /** Wrong keys of one address in a minute that are answered at once. */
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

  function turn({ name, excess }: Guessing): Promise<void> {
    const interval = FIRST_MS * 2 ** Math.min(16, Math.floor(excess / DOUBLES_AFTER));
    return line.wait(name, Math.min(LONGEST_MS, interval));
  }

  /** @returns the network that had sent too many before this one */
  async function noteWrong(networks: Networks): Promise<Guessing | null> {
    const counted = await Promise.all(
      networks.map(async (network) => {
        const { used, resetSeconds } = await wrong.take(network.name, ALL);
        guessing.note(network, used, resetSeconds);
        return { network, used: used - 1 };
      }),
    );
    return worstOf(counted, limit);
  }

  async function guessingAnywhere(networks: Networks): Promise<Guessing | null> {
    const counted = await Promise.all(
      networks.map(async (network) => ({ network, used: await wrong.used(network.name) })),
    );
    return worstOf(counted, limit);
  }

  /** A key that was right before, and may have ended since. */
  async function again<Found>(name: string, { around, look }: Attempt<Found>) {
    const found = await look();
    if (found !== null) return found;
    known.forget(name);
    await noteWrong(around());
    return null;
  }

  /** Also when the network was found to guess only while the key was looked up: here, or elsewhere. */
  async function lookFreely<Found>({ look }: Attempt<Found>, networks: Networks) {
    const found = await look();
    const before = await (found === null ? noteWrong(networks) : guessingAnywhere(networks));
    if (before !== null) await turn(before);
    return found;
  }

  async function lookSlowly<Found>({ around, look }: Attempt<Found>, before: Guessing) {
    await turn(before);
    const found = await look();
    if (found === null) await noteWrong(around());
    return found;
  }

  return {
    attempt: async (attempt) => {
      const { network, key } = attempt;
      const name = nameOfKey(network, key);
      if (known.has(name)) return await again(name, attempt);
      const networks = attempt.around();
      const before = guessing.worst(networks);
      const found = await (before === null
        ? lookFreely(attempt, networks)
        : lookSlowly(attempt, before));
      if (found !== null) known.add(name);
      return found;
    },
  };
}

/** A network that may not try freely, and by how much more than it may it has sent. */
type Guessing = { readonly name: string; readonly excess: number };

type Counted = { readonly network: GuessingNetwork; readonly used: number };

/** Of several networks around one address, the one that has to wait longest; null if none has to. */
function worstOf(counted: readonly Counted[], limit: number): Guessing | null {
  let worst: Guessing | null = null;
  for (const { network, used } of counted) {
    const excess = used / network.share - limit;
    if (excess >= (worst?.excess ?? 0)) worst = { name: network.name, excess };
  }
  return worst;
}

type Entry = { readonly used: number; readonly until: number };

/** The networks of which this process knows that they may not try freely, until their minute is over. */
function guessingNetworks(limit: number) {
  const entries = new Map<string, Entry>();

  /** How many wrong keys came from it; 0 while it may try freely. */
  function usedBy({ name }: GuessingNetwork): number {
    const entry = entries.get(name);
    if (entry === undefined) return 0;
    if (Date.now() < entry.until) return entry.used;
    entries.delete(name);
    return 0;
  }

  return {
    note: ({ name, share }: GuessingNetwork, used: number, resetSeconds: number): void => {
      if (used < limit * share) return;
      entries.set(name, { used, until: Date.now() + resetSeconds * 1_000 });
      const [oldest] = entries.size > MOST_NETWORKS ? entries.keys() : [];
      if (oldest !== undefined) entries.delete(oldest);
    },
    worst: (networks: Networks): Guessing | null =>
      entries.size === 0
        ? null
        : worstOf(
            networks.map((network) => ({ network, used: usedBy(network) })),
            limit,
          ),
  };
}
