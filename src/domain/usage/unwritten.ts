import sql, { type Sql } from 'sql-template-tag';
import type { Sum, Sums } from './sums.ts';

/** Whose usage: of each key by itself, or of each user with all its keys. */
export type UsageOf = 'token' | 'user';

/**
 * What this process has counted and does not know to be written. To be taken before a statement that
 * reads what is written: whatever is not in here is in what the statement finds.
 */
export class UnwrittenUses {
  readonly #writer: string;
  readonly #sums: readonly Sums[];

  constructor(writer: string, sums: readonly Sums[]) {
    this.#writer = writer;
    this.#sums = sums;
  }

  /** When a key was last used; null if not since it was written. It may be written by now as well. */
  lastUse(tokenId: bigint): Date | null {
    let last: Date | null = null;
    for (const sums of this.#sums)
      for (const sum of sums.ofKey(tokenId)) last = later(last, sum.last);
    return last;
  }

  /**
   * The uses of keys or users, as a query for `with`: what a write that is under way has brought into what
   * the statement reads is left out, so it counts once.
   */
  rows(of: UsageOf, ids: readonly bigint[]): Sql {
    const wanted = new Set(ids);
    const isWanted =
      of === 'token'
        ? ({ tokenId }: Sum) => wanted.has(tokenId)
        : ({ userId }: Sum) => wanted.has(userId);
    const sums = this.#sums.flatMap(({ all }) => all.filter(isWanted));
    return sql`
      select n.* from ${rowsOf(sums)}
      where n.number > coalesce((select w.batch from usage_writers w where w.id = ${this.#writer}::uuid), 0)`;
  }
}

export function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

/** Sums as rows of a table `n`. */
export function rowsOf(sums: readonly Sum[]): Sql {
  const column = <Value>(pick: (sum: Sum) => Value) => sums.map(pick);
  return sql`unnest(${column(({ number }) => number)}::bigint[], ${column(({ tokenId }) => tokenId)}::bigint[],
      ${column(({ day }) => day)}::date[], ${column(({ userId }) => userId)}::bigint[],
      ${column(({ requests }) => requests)}::bigint[], ${column(({ first }) => first)}::timestamptz[],
      ${column(({ last }) => last)}::timestamptz[], ${column(({ lastIp }) => lastIp)}::text[])
    as n(number, token_id, day, user_id, requests, first_at, last_at, last_ip)`;
}
