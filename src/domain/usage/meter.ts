import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Rows } from '../../data/database.ts';
import { codeOf, isRefusedContent } from '../../data/errors.ts';
import { partsOf } from './split.ts';
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
  /** How many requests were given up, because the database refuses their row. */
  readonly setAside: () => number;
};

declare module '../../core/app.ts' {
  interface App {
    readonly usage: UsageMeter;
  }
}

type Sums = Map<string, Sum>;

type Options = { readonly log?: Pick<Logger, 'error'> };

/**
 * Adds requests up in memory. A batch whose fate is not known, because the database went away at
 * that moment, is sent again under its number and counts once. One that is refused for its content is
 * sent in parts, until the row that spoils it is alone and set aside.
 */
export function usageMeter(rows: Rows, { log }: Options = {}): UsageMeter {
  const writer = randomUUID();
  let sums: Sums = new Map();
  const waiting: (readonly Sum[])[] = [];
  let unsure: Batch | null = null;
  let written = 0;
  let setAside = 0;
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
    if (sums.size > 0) waiting.push([...sums.values()]);
    sums = new Map();
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift())
      await write({ number: written + 1, sums: part });
  }

  async function write(batch: Batch): Promise<void> {
    unsure = batch;
    try {
      await writeBatch(rows, writer, batch);
      written = batch.number;
    } catch (error) {
      // Of what is refused, nothing is written.
      if (!isRefusedContent(error)) throw error;
      const parts = partsOf(batch.sums);
      if (parts === null) giveUp(batch, error);
      else waiting.unshift(...parts);
    }
    unsure = null;
  }

  function giveUp({ sums: refused }: Batch, error: unknown): void {
    for (const { tokenId, day, requests } of refused) {
      setAside += requests;
      const row = { tokenId: String(tokenId), day, requests, code: codeOf(error) };
      log?.error(row, 'the database rejects the counts of this key; they are set aside');
    }
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
      [unsure?.sums ?? [], ...waiting, [...sums.values()]]
        .flat()
        .reduce((all, { requests }) => all + requests, 0),
    setAside: () => setAside,
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
