import type { Config } from '../../core/config/config.ts';
import { RateLimitedError } from '../../core/errors.ts';
import type { Rows } from '../../data/database.ts';
import { guessingNetworks, networkOf } from './address.ts';
import { type Attempt, createGuard } from './guard.ts';
import { createLimiter, type Limiter, type Standing, WINDOW_SECONDS } from './limiter.ts';

/** The sorts of keys, as `RateLimit-Policy` names them. */
type KeySort = 'user-key' | 'admin-key' | 'internal';

/** A key whose share is taken. */
type LimitedKey = {
  readonly sort: KeySort;
  /** What counts as one key: a lineage. */
  readonly who: string;
  /** What an operator set for this one; null is what holds for its sort. */
  readonly ownLimit: number | null;
};

/** What one request takes of the shares of its address and its key. */
export type Quota = {
  /** @throws RateLimitedError */
  readonly takeAddress: () => Promise<void>;
  /** @throws RateLimitedError */
  readonly takeKey: (key: LimitedKey) => Promise<void>;
  /**
   * Looks a key up. Every key that a client sends to prove who it is goes through here: an address that
   * sends many wrong ones has to wait for the answers.
   * @throws RateLimitedError
   */
  readonly tryKey: <Found>(key: string, look: Attempt<Found>['look']) => Promise<Found | null>;
  /** What the answer tells of it. */
  readonly headers: () => Readonly<Record<string, string>>;
};

export type Limits = {
  readonly quotaFor: (address: string) => Quota;
};

declare module '../../core/app.ts' {
  interface App {
    readonly limits: Limits;
  }
}

type Taken = { readonly name: string; readonly limit: number; readonly standing: Standing };

/** Guesses that wait hold at most one of so many places of the requests that are worked on. */
const PART_OF_PLACES = 4;

export function createLimits({ limits, traffic }: Config, rows: Rows): Limits {
  const shared = limits.store === 'postgres' ? rows : null;
  const addresses = createLimiter({ name: 'address', shared });
  const keys = createLimiter({ name: 'key', shared });
  const wrong = createLimiter({ name: 'guess', shared });
  const mostWaiting = Math.max(1, Math.floor(traffic.requestsAtOnce / PART_OF_PLACES));
  const guard =
    limits.guesses === 0 ? null : createGuard({ limit: limits.guesses, wrong, mostWaiting });
  const limitOf = {
    'user-key': limits.perKey,
    'admin-key': limits.perAdminKey,
    internal: limits.perInternal,
  } as const satisfies Record<KeySort, number>;

  return {
    quotaFor: (address) => {
      const network = networkOf(address);
      const taken: Taken[] = [];
      async function take(limiter: Limiter, who: string, named: Omit<Taken, 'standing'>) {
        if (named.limit === 0) return;
        const standing = await limiter.take(who, named.limit);
        taken.push({ ...named, standing });
        if (standing.isExceeded) throw new RateLimitedError(EXCEEDED, standing.resetSeconds);
      }
      let isRight = true;
      return {
        takeAddress: () => take(addresses, network, { name: 'address', limit: limits.perAddress }),
        takeKey: ({ sort, who, ownLimit }) =>
          take(keys, who, { name: sort, limit: ownLimit ?? limitOf[sort] }),
        tryKey: async (key, look) => {
          isRight = false;
          const around = () => guessingNetworks(address);
          const found = guard ? await guard.attempt({ network, around, key, look }) : await look();
          isRight = found !== null;
          return found;
        },
        // Answers to wrong keys are alike to the last byte.
        headers: () => (isRight ? headersOf(taken) : {}),
      };
    },
  };
}

const EXCEEDED = 'Rate limit exceeded';

/** As the draft "RateLimit header fields for HTTP" of the IETF has them. */
function headersOf(taken: readonly Taken[]): Readonly<Record<string, string>> {
  if (taken.length === 0) return {};
  return {
    'ratelimit-policy': taken
      .map(({ name, limit }) => `"${name}";q=${limit};w=${WINDOW_SECONDS}`)
      .join(', '),
    ratelimit: taken
      .map(({ name, standing }) => `"${name}";r=${standing.remaining};t=${standing.resetSeconds}`)
      .join(', '),
  };
}
