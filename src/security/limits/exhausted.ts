import type { Limiter, Standing } from './limiter.ts';

/** More at once are forgotten, the oldest first: they are counted again. */
const MOST_KNOWN = 10_000;

type Exhausted = { readonly used: number; readonly until: number };

/** Whoever has had its share is known here: only its first refusal in a minute asks the database. */
export function exhausted(count: Limiter['take']): Limiter['take'] {
  const known = new Map<string, Exhausted>();

  function refusal(who: string, limit: number): Standing | null {
    const found = known.get(who);
    if (found === undefined) return null;
    const left = found.until - Date.now();
    if (left <= 0) known.delete(who);
    // A limit that was raised meanwhile leaves room.
    if (left <= 0 || found.used < limit) return null;
    const resetSeconds = Math.max(1, Math.ceil(left / 1_000));
    return { isExceeded: true, used: found.used + 1, remaining: 0, resetSeconds };
  }

  return async (who, limit) => {
    const refused = refusal(who, limit);
    if (refused !== null) return refused;
    const standing = await count(who, limit);
    if (!standing.isExceeded) return standing;
    const [oldest] = known.size < MOST_KNOWN ? [] : known.keys();
    if (oldest !== undefined) known.delete(oldest);
    const until = Date.now() + standing.resetSeconds * 1_000;
    known.set(who, { used: standing.used, until });
    return standing;
  };
}
