import { randomUUID } from 'node:crypto';
import type { Rows } from '../database/database.ts';
import { type Batch, type Sum, writeBatch } from './write.ts';

/** One answered request, at the moment at which the database verified its key. */
type Use = {
  readonly tokenId: bigint;
  readonly userId: bigint;
  readonly at: Date;
  /** Null where it is not known whose address it is. */
  readonly ip: string | null;
};

export type UsageMeter = {
  /** Adds one request. Nothing is written for it yet. */
  readonly count: (use: Use) => void;
  /** Writes what is added up, in one statement. All who ask while one is under way share the next. */
  readonly flush: () => Promise<void>;
  /** How many requests are not known to be written. */
  readonly unwritten: () => number;
};

type Sums = Map<string, Sum>;

/**
 * Adds requests up in memory. A batch whose fate is not known, because the database went away at
 * that moment, is sent again under its number and counts once.
 */
export function usageMeter(rows: Rows): UsageMeter {
  const writer = randomUUID();
  let sums: Sums = new Map();
  let unsure: Batch | null = null;
  let written = 0;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function run(): Promise<void> {
    next = null;
    running = writeAll().finally(() => {
      running = null;
    });
    return running;
  }

  async function writeAll(): Promise<void> {
    if (unsure !== null) await write(unsure);
    if (sums.size === 0) return;
    const batch = { number: written + 1, sums: [...sums.values()] };
    sums = new Map();
    await write(batch);
  }

  async function write(batch: Batch): Promise<void> {
    unsure = batch;
    await writeBatch(rows, writer, batch);
    unsure = null;
    written = batch.number;
  }

  return {
    count: (use) => add(sums, use),
    flush: () => {
      if (running === null && next === null) return run();
      // Whoever comes while it runs may have counted something since: that is for the next round.
      next ??= Promise.resolve(running)
        .catch(() => {})
        .then(run);
      return next;
    },
    unwritten: () =>
      [...(unsure?.sums ?? []), ...sums.values()].reduce((all, { requests }) => all + requests, 0),
  };
}

function add(sums: Sums, { tokenId, userId, at, ip }: Use): void {
  const day = at.toISOString().slice(0, 10);
  const name = `${tokenId} ${day}`;
  const sum = sums.get(name);
  if (sum === undefined) {
    sums.set(name, { tokenId, userId, day, requests: 1, first: at, last: at, lastIp: ip });
    return;
  }
  sum.requests += 1;
  if (at < sum.first) sum.first = at;
  if (at < sum.last) return;
  sum.last = at;
  if (ip !== null) sum.lastIp = ip;
}
