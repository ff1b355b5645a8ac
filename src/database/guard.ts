import pg from 'pg';
import type { UnavailableError } from '../errors.ts';
import type { Connections } from './connections.ts';
import { cut } from './cut.ts';

export type PoolGuard = {
  /** Whether somebody waits for the database. */
  readonly isWaiting: () => boolean;
  /** Breaks all connections off, and refuses those who wait for one. */
  readonly cutAll: (refusal: UnavailableError) => void;
};

type Watcher = {
  readonly isAway: () => boolean;
  readonly refusalNow: () => Promise<UnavailableError | null>;
  /** Something came back from the database. */
  readonly heard: () => void;
  /** A connection broke, or could not be had. */
  readonly broke: () => void;
};

type Done = (error: unknown, client?: pg.PoolClient, release?: Release) => void;
type Release = (error?: Error | boolean) => void;
type Connect = (done: Done) => void;

const NO_RELEASE: Release = () => {};

/** Every statement of the pool begins with `connect`, ours and Prisma's alike: there it is refused. */
export function guardPool(pool: pg.Pool, connections: Connections, watcher: Watcher): PoolGuard {
  const waiting = new Set<Done>();
  const connect = pool.connect.bind(pool) as Connect;
  watch(pool, watcher);

  function connectSlowly(done: Done): void {
    const once: Done = (error, client, release) => {
      if (waiting.delete(once)) done(error, client, release);
      // It was refused in the meantime.
      else release?.();
    };
    waiting.add(once);
    connect((error, client, release) => {
      if (error) watcher.broke();
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

  pool.connect = ((done?: Done) =>
    done === undefined ? promised(connectGuarded) : connectGuarded(done)) as typeof pool.connect;

  return {
    isWaiting: () => pool.totalCount > pool.idleCount || pool.waitingCount > 0,
    cutAll: (refusal) => {
      for (const once of [...waiting]) once(refusal, undefined, NO_RELEASE);
      for (const client of connections) cut(client);
    },
  };
}

function watch(pool: pg.Pool, { heard, broke }: Watcher): void {
  pool.on('connect', (client) => {
    client.on('error', broke);
    heard();
  });
  pool.on('release', (error) => {
    // Errors of statements come from the database, too.
    if (!error || error instanceof pg.DatabaseError) heard();
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
