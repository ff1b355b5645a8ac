import { hash } from 'node:crypto';

/** The keys that were right from a network before. They are checked all the same, each time. */
export type KnownGood = {
  readonly has: (name: string) => boolean;
  readonly add: (name: string) => void;
  readonly forget: (name: string) => void;
  readonly size: () => number;
};

const MOST = 10_000;
const FORGOTTEN_MS = 3_600_000;
/** How exactly is known when a key was last used. */
const ROUGHLY_MS = 60_000;

/** What a key from a network is remembered by: the key cannot be told from it. */
export function nameOfKey(network: string, key: string): string {
  return hash('sha256', `${network} ${key}`, 'base64');
}

/** Of this process. The least recently used are forgotten first, and all after an hour without use. */
export function knownGood(most = MOST): KnownGood {
  /** When each was last used, the longest unused first. */
  const usedAt = new Map<string, number>();

  function add(name: string): void {
    usedAt.delete(name);
    usedAt.set(name, Date.now());
    if (usedAt.size <= most) return;
    const [oldest] = usedAt.keys();
    if (oldest !== undefined) usedAt.delete(oldest);
  }

  function has(name: string): boolean {
    const at = usedAt.get(name);
    if (at === undefined) return false;
    const age = Date.now() - at;
    if (age >= FORGOTTEN_MS) usedAt.delete(name);
    else if (age >= ROUGHLY_MS) add(name);
    return age < FORGOTTEN_MS;
  }

  return { has, add, forget: (name) => usedAt.delete(name), size: () => usedAt.size };
}
