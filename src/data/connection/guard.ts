import type pg from 'pg';
import type { UnavailableError } from '../../core/errors.ts';
import { isIncomplete, isOfStatement, isReadOnly, reasonOf } from '../errors.ts';
import type { Connections } from './connections.ts';
import { cut } from './cut.ts';

/** How long a new connection may take. Until then it holds a place of its pool, also when the database is away. */
export const CONNECT_MS = 2_000;

export type PoolGuard = {
  /** From now on, requests wait for connections. */
  readonly begin: () => void;
  /** Whether somebody waits for the database. */
  readonly isWaiting: () => boolean;
  /** Breaks all connections off, and refuses those who wait for one. */
  readonly cutAll: (refusal: UnavailableError) => void;
  /** Replaces all connections: idle ones at once, the others after what they are doing. */
  readonly renewAll: () => void;
  readonly hasConnection: () => boolean;
  /** Tries to open a connection where there is none, and the last try failed. @returns why it fails; null if it does not */
  readonly lackFor: () => Promise<string | null>;
};

type Watcher = {
  readonly isAway: () => boolean;
  readonly refusalNow: () => Promise<UnavailableError | null>;
  /** Something came back from the database. */
  readonly heard: () => void;
  /** A connection broke, or could not be had. */
  readonly broke: () => void;
  /** A statement that writes was refused, because the server does not take any. */
  readonly refusedWrite: () => void;
  /** A statement failed, because something is missing that it needs. */
  readonly incomplete: (error: unknown) => void;
};

type Done = (error: unknown, client?: pg.PoolClient, release?: Release) => void;
type Release = (error?: Error | boolean) => void;
type Connect = (done: Done) => void;

const NO_RELEASE: Release = () => {};

/** Every statement of the pool begins with `connect`, ours and Prisma's alike: there it is refused. */
export function guardPool(pool: pg.Pool, connections: Connections, watcher: Watcher): PoolGuard {
  const waiting = new Set<Done>();
  const connectAny = pool.connect.bind(pool) as Connect;
  const outdated = new Set<pg.PoolClient>();
  /** Why the last connection could not be opened; null if it could. */
  let failure: unknown = null;
  pool.on('remove', (client) => outdated.delete(client));
  pool.on('connect', () => {
    failure = null;
  });
  watch(pool, watcher);

  /** Of connections to be replaced, none is given out. */
  function connect(done: Done): void {
    if (outdated.size === 0) connectAny(done);
    else connectCurrent(done);
  }

  function connectCurrent(done: Done): void {
    connectAny((error, client, release) => {
      if (client === undefined || !outdated.has(client)) done(error, client, release);
      else {
        release?.(true);
        connect(done);
      }
    });
  }

  function connectSlowly(done: Done): void {
    const once: Done = (error, client, release) => {
      if (waiting.delete(once)) done(error, client, release);
      // It was refused in the meantime.
      else release?.();
    };
    waiting.add(once);
    connect((error, client, release) => {
      if (error) {
        failure = error;
        watcher.broke();
      }
      once(error, client, release);
    });
  }

  async function connectIfBack(done: Done): Promise<void> {
    const refusal = await watcher.refusalNow();
    if (refusal === null) connectSlowly(done);
    else done(refusal, undefined, NO_RELEASE);
  }

  function connectGuarded(done: Done): void {
    if (watcher.isAway()) void connectIfBack(done);
    else if (pool.idleCount > pool.waitingCount) connect(done);
    else connectSlowly(done);
  }

  const hasConnection = () => connections.size > 0;

  async function lackFor(): Promise<string | null> {
    if (failure === null || hasConnection()) return null;
    const { promise, resolve } = Promise.withResolvers<void>();
    connectSlowly((_error, _client, release) => {
      release?.();
      resolve();
    });
    await promise;
    return failure === null || hasConnection() ? null : reasonOf(failure);
  }

  pool.connect = ((done?: Done) =>
    done === undefined ? promised(connectGuarded) : connectGuarded(done)) as typeof pool.connect;

  return {
    begin: () => {
      pool.options.connectionTimeoutMillis = CONNECT_MS;
    },
    hasConnection,
    lackFor,
    isWaiting: () => pool.totalCount > pool.idleCount || pool.waitingCount > 0,
    cutAll: (refusal) => {
      for (const once of [...waiting]) once(refusal, undefined, NO_RELEASE);
      for (const client of connections) cut(client);
    },
    renewAll: () => {
      for (const client of connections) outdated.add(client);
      for (let left = pool.idleCount; left > 0; left -= 1) {
        connectAny((_error, client, release) => release?.(client && outdated.has(client)));
      }
    },
  };
}

function watch(pool: pg.Pool, { heard, broke, refusedWrite, incomplete }: Watcher): void {
  pool.on('connect', (client) => {
    client.on('error', broke);
    heard();
  });
  pool.on('release', (error) => {
    // Errors of statements come from the database, too.
    if (!error || isOfStatement(error)) heard();
    if (isReadOnly(error)) refusedWrite();
    if (isIncomplete(error)) incomplete(error);
  });
}

function promised(connect: Connect): Promise<pg.PoolClient> {
  const { promise, resolve, reject } = Promise.withResolvers<pg.PoolClient>();
  connect((error, client) => {
    if (client === undefined) reject(error);
    else resolve(client);
  });
  return promise;
}
