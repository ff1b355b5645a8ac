import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Rows } from '../../data/database.ts';
import { codeOf, isRefusedContent, reasonOf } from '../../data/errors.ts';
import { splitSums } from './split.ts';
import { type Sum, Sums, type Use } from './sums.ts';
import { UnwrittenUses } from './unwritten.ts';
import { writeBatch } from './write.ts';

export type UsageMeter = {
  /** Adds one request. Nothing is written for it yet. */
  readonly count: (use: Use) => void;
  /** Writes what is added up, in one statement. All who ask while one is under way share the next. */
  readonly flush: () => Promise<void>;
  /** What is counted beside what is written. */
  readonly beside: () => UnwrittenUses;
  /** How many requests are not known to be written. */
  readonly unwritten: () => number;
  /** Why requests cannot be written now; null if they can. */
  readonly failure: () => string | null;
  /** How many requests were given up, because the database refuses their row. */
  readonly setAside: () => number;
};

declare module '../../core/app.ts' {
  interface App {
    readonly usage: UsageMeter;
  }
}

type Options = { readonly log?: Pick<Logger, 'error'> };

/**
 * Adds requests up in memory. A batch whose fate is not known, because the database went away at
 * that moment, is sent again under its number and counts once. One that is refused for its content is
 * sent in parts, until the row that spoils it is alone and set aside.
 */
export function usageMeter(rows: Rows, { log }: Options = {}): UsageMeter {
  const writer = randomUUID();
  let open = new Sums();
  /** What is being written. */
  let closed = new Sums();
  /** The parts of it that are not known to be written, the next one first. */
  const parts: (readonly Sum[])[] = [];
  let setAside = 0;
  let failure: string | null = null;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function run(): Promise<void> {
    next = null;
    running = writeAll()
      .then(
        () => {
          failure = null;
        },
        (error: unknown) => {
          failure = reasonOf(error);
          throw error;
        },
      )
      .finally(() => {
        running = null;
      });
    return running;
  }

  async function writeAll(): Promise<void> {
    await writeParts();
    closed = open;
    open = new Sums(closed.lastNumber);
    if (closed.all.length > 0) parts.push(closed.all);
    await writeParts();
    closed = new Sums();
  }

  async function writeParts(): Promise<void> {
    for (let [part] = parts; part !== undefined; [part] = parts)
      parts.splice(0, 1, ...(await write(part)));
  }

  /** @returns what is left of it */
  async function write(sums: readonly Sum[]): Promise<readonly (readonly Sum[])[]> {
    try {
      await writeBatch(rows, writer, sums);
      return [];
    } catch (error) {
      // Of what is refused, nothing is written.
      if (!isRefusedContent(error)) throw error;
      const smaller = splitSums(sums);
      if (smaller === null) giveUp(sums, error);
      return smaller ?? [];
    }
  }

  function giveUp(refused: readonly Sum[], error: unknown): void {
    for (const { tokenId, day, requests } of refused) {
      setAside += requests;
      const row = { tokenId: String(tokenId), day, requests, code: codeOf(error) };
      log?.error(row, 'the database rejects the counts of this key; they are set aside');
    }
  }

  return {
    count: (use) => open.add(use),
    flush: () => {
      if (running === null && next === null) return run();
      // Whoever comes while it runs may have counted something since: that is for the next round.
      next ??= Promise.resolve(running)
        .catch(() => {})
        .then(run);
      return next;
    },
    beside: () => new UnwrittenUses(writer, [closed, open]),
    unwritten: () => [...parts, open.all].flat().reduce((all, { requests }) => all + requests, 0),
    failure: () => failure,
    setAside: () => setAside,
  };
}
