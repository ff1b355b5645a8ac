import pg from 'pg';
import type { Logger } from 'pino';
import type { UnavailableError } from '../../core/errors.ts';
import type { Rows } from '../database.ts';
import { ConnectError, codeOf, databaseAway, reasonOf } from '../errors.ts';
import { answeredWithin } from '../silence.ts';
import type { Connections } from './connections.ts';
import { guardPool, type PoolGuard } from './guard.ts';
import { openProbe } from './probe.ts';
import { IS_READ_ONLY, watchWrites } from './writable.ts';

/**
 * Refuses work at once while the database does not answer, instead of letting each request find that
 * out by waiting. Whether it answers is asked on a connection apart: a slow statement or a lock in the
 * others opens nothing.
 */
export type Breaker = {
  /**
   * Refuses nothing before this: at a start nobody waits for an answer, and a start that is refused for
   * a second of silence ends the process. It waits for its statements as long as any other work.
   */
  readonly begin: () => void;
  readonly guard: (pool: pg.Pool, connections: Connections, options: Guarded) => void;
  /** Asks whether the database answers, and lets us in. @returns null if it does, or why not */
  readonly awayFor: () => Promise<string | null>;
  /** Asks whether requests get connections at all. @returns null if they do, or why not */
  readonly lackFor: () => Promise<string | null>;
  /** What was known last. */
  readonly isAway: () => boolean;
  /** Whether it answers, but takes no writes: a standby, or a server that was set so. */
  readonly isReadOnly: () => boolean;
  /** Calls this whenever the database goes away, or another one has taken its place. */
  readonly onAway: (act: () => void) => void;
  /** Calls this whenever a statement fails because something is missing that it needs. */
  readonly onIncomplete: (act: (error: unknown) => void) => void;
  /** Runs a statement on the connection apart. */
  readonly rows: Rows;
  readonly close: () => void;
};

/** Whether requests are answered all the same while this pool cannot connect. */
type Guarded = { readonly isOptional: boolean };

type BreakerOptions = { readonly url: string; readonly log: Logger };

/** How often it is looked whether anything comes back from the database. */
const WATCH_MS = 100;
/** So long nothing comes back before it is asked. */
const QUIET_MS = 300;
/** How often it is asked while it is away. */
const RETRY_MS = 200;
/** The same while it is read-only. */
const READ_ONLY_RETRY_MS = 1_000;
/** How long a request waits for the answer to that. */
const HOPE_MS = 50;

export function openBreaker({ url, log }: BreakerOptions): Breaker {
  const probe = openProbe(url);
  const guards: PoolGuard[] = [];
  const needed: PoolGuard[] = [];
  const others: (() => void)[] = [];
  const suspicious: ((error: unknown) => void)[] = [];
  const writable = watchWrites({
    log,
    renewProbe: probe.renew,
    renew: () => {
      for (const guard of guards) guard.renewAll();
      for (const act of others) act();
    },
  });
  let away: { readonly since: number; reason: string } | null = null;
  let asking: Promise<void> | null = null;
  let requestedAt = Number.NEGATIVE_INFINITY;
  let heardAt = performance.now();
  let watch: NodeJS.Timeout | null = null;

  function ask(): Promise<void> {
    if (asking !== null) return asking;
    requestedAt = performance.now();
    asking = probe
      .rows<{ readonly isReadOnly: boolean }>(IS_READ_ONLY)
      .then(
        ([row]) => {
          found();
          writable.hear(row?.isReadOnly === true);
        },
        (error: unknown) => {
          if (isThere(error)) found();
          else lose(reasonOf(error));
        },
      )
      .finally(() => {
        asking = null;
      });
    return asking;
  }

  /** Of a database that lets nobody in, the connections that there are may be as good as before. */
  function isThere(error: unknown): boolean {
    if (!(error instanceof ConnectError)) return saysAnything(error);
    if (!guards.some((guard) => guard.hasConnection())) return false;
    if (saysAnything(error.cause)) return true;
    return !UNREACHABLE.test(error.code) && performance.now() - heardAt < QUIET_MS;
  }

  function lose(reason: string): void {
    if (watch === null) return;
    if (away !== null) {
      away.reason = reason;
      return;
    }
    away = { since: performance.now(), reason };
    log.warn({ reason }, 'the database does not respond; requests are refused until it does');
    for (const guard of guards) guard.cutAll(databaseAway(new Error(reason)));
    for (const act of others) act();
  }

  function found(): void {
    heardAt = performance.now();
    if (away === null) return;
    const awayMs = Math.round(heardAt - away.since);
    away = null;
    log.warn({ awayMs }, 'the database responds again');
  }

  /** Waits for a moment: it may be back. */
  async function hope(): Promise<void> {
    if (performance.now() - requestedAt >= RETRY_MS / 2) void ask();
    if (asking !== null) await answeredWithin(HOPE_MS, asking).catch(() => {});
  }

  async function refusalNow(): Promise<UnavailableError | null> {
    await hope();
    return away && databaseAway(new Error(away.reason));
  }

  function look(): void {
    const now = performance.now();
    const sinceRequest = now - requestedAt;
    if (away !== null) {
      if (sinceRequest >= RETRY_MS) void ask();
    } else if (writable.isReadOnly() && sinceRequest >= READ_ONLY_RETRY_MS) void ask();
    else if (guards.every((guard) => !guard.isWaiting())) heardAt = now;
    else if (now - Math.max(heardAt, requestedAt) >= QUIET_MS) void ask();
  }

  return {
    begin: () => {
      watch = setInterval(look, WATCH_MS).unref();
      for (const guard of guards) guard.begin();
    },
    guard: (pool, connections, { isOptional }) => {
      const isAway = () => away !== null;
      const heard = () => {
        heardAt = performance.now();
      };
      const broke = () => void ask();
      const refusedWrite = () => {
        writable.suspect();
        void ask();
      };
      const incomplete = (error: unknown) => {
        for (const act of suspicious) act(error);
      };
      const watcher = { isAway, refusalNow, heard, broke, refusedWrite, incomplete };
      const guard = guardPool(pool, connections, watcher);
      guards.push(guard);
      if (!isOptional) needed.push(guard);
    },
    awayFor: async () => {
      await (away === null ? ask() : hope());
      return away?.reason ?? null;
    },
    lackFor: async () => {
      const reasons = await Promise.all(needed.map((guard) => guard.lackFor()));
      return reasons.find((reason) => reason !== null) ?? null;
    },
    isAway: () => away !== null,
    isReadOnly: writable.isReadOnly,
    onAway: (act) => others.push(act),
    onIncomplete: (act) => suspicious.push(act),
    rows: probe.rows,
    close: () => {
      if (watch !== null) clearInterval(watch);
      probe.close();
    },
  };
}

const SHUTDOWN = /^(57P0|08)/;
/** Where these stand in the way of a new connection, they end the others, too. */
const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0.|08...)$/;

/** Any error of its own is an answer, except that it stops, starts, or lets nobody in yet. */
function saysAnything(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !SHUTDOWN.test(codeOf(error));
}
