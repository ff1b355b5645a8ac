import type { Config } from '../config/config.ts';
import type { Rows } from '../database/database.ts';
import { RateLimitedError } from '../errors.ts';
import { networkOf } from './address.ts';
import { createLimiter, type Limiter, type Standing, WINDOW_SECONDS } from './limiter.ts';

/** What one request takes of the shares of its address and its key. */
export type Quota = {
  /** @throws RateLimitedError */
  readonly takeAddress: () => Promise<void>;
  /** @throws RateLimitedError */
  readonly takeKey: (key: string) => Promise<void>;
  /**
   * Counts a wrong key. Right ones are never asked, so that nobody is locked out by a neighbour.
   * @throws RateLimitedError
   */
  readonly noteWrongKey: () => Promise<void>;
  /** What the answer tells of it. */
  readonly headers: () => Readonly<Record<string, string>>;
};

export type Limits = {
  readonly quotaFor: (address: string) => Quota;
};

type Taken = { readonly name: string; readonly limit: number; readonly standing: Standing };

export function createLimits({ limits }: Config, rows: Rows): Limits {
  const shared = limits.store === 'postgres' ? rows : null;
  const addresses = createLimiter({ name: 'address', limit: limits.perAddress, shared });
  const keys = createLimiter({ name: 'key', limit: limits.perKey, shared });
  const guesses = createLimiter({ name: 'guess', limit: limits.guesses, shared });

  return {
    quotaFor: (address) => {
      const network = networkOf(address);
      const taken: Taken[] = [];
      async function take(name: string, limiter: Limiter | null, who: string): Promise<void> {
        if (limiter === null) return;
        const standing = await limiter.take(who);
        taken.push({ name, limit: limiter.limit, standing });
        if (standing.isExceeded) throw new RateLimitedError(EXCEEDED, standing.resetSeconds);
      }
      return {
        takeAddress: () => take('address', addresses, network),
        takeKey: (key) => take('key', keys, key),
        noteWrongKey: async () => {
          // Answers to wrong keys are alike to the last byte.
          taken.length = 0;
          const standing = await guesses?.take(network);
          if (standing?.isExceeded) throw new RateLimitedError(GUESSED, standing.resetSeconds);
        },
        headers: () => headersOf(taken),
      };
    },
  };
}

const EXCEEDED = 'Rate limit exceeded';
const GUESSED = 'Too many wrong keys from this address';

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
