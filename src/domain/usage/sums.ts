/** One answered request, at the moment at which the database verified its key. */
export type Use = {
  readonly tokenId: bigint;
  readonly userId: bigint;
  readonly at: Date;
  /** Null where it is not known whose address it is. */
  readonly ip: string | null;
};

/** The requests of one key on one UTC day. */
export type Sum = {
  /** The sums of a process are numbered in the order in which they are written. */
  readonly number: number;
  readonly tokenId: bigint;
  readonly userId: bigint;
  readonly day: string;
  requests: number;
  first: Date;
  last: Date;
  /** Null where no address is known. */
  lastIp: string | null;
};

const DAY_MS = 86_400_000;

/** Requests that are added up in memory. */
export class Sums {
  /** In the order of their numbers. */
  readonly all: Sum[] = [];
  readonly #ofKey = new Map<bigint, Sum[]>();
  readonly #before: number;

  /** @param before the number of the last sum before these */
  constructor(before = 0) {
    this.#before = before;
  }

  get lastNumber(): number {
    return this.#before + this.all.length;
  }

  /** One for each day, which is one but around midnight. */
  ofKey(tokenId: bigint): readonly Sum[] {
    return this.#ofKey.get(tokenId) ?? [];
  }

  add(use: Use): void {
    const { at, ip } = use;
    const sum = this.ofKey(use.tokenId).find(({ first }) => dayOf(first) === dayOf(at));
    if (sum === undefined) {
      this.#begin(use);
      return;
    }
    sum.requests += 1;
    if (at < sum.first) sum.first = at;
    if (at < sum.last) return;
    sum.last = at;
    if (ip !== null) sum.lastIp = ip;
  }

  #begin({ tokenId, userId, at, ip }: Use): void {
    const day = at.toISOString().slice(0, 10);
    const number = this.lastNumber + 1;
    const sum = { number, tokenId, userId, day, requests: 1, first: at, last: at, lastIp: ip };
    this.all.push(sum);
    const days = this.#ofKey.get(tokenId);
    if (days === undefined) this.#ofKey.set(tokenId, [sum]);
    else days.push(sum);
  }
}

function dayOf(time: Date): number {
  return Math.floor(time.getTime() / DAY_MS);
}
