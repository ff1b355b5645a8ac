import type { Logger } from 'pino';
import type { Database, PlainDatabase } from '../database.ts';
import { type Breaker, openBreaker } from './breaker.ts';
import { type DatabaseOptions, openDatabase, openPlainDatabase } from './open-database.ts';
import { openReplica, type Replica } from './replica.ts';

/** What one process opens to its database. A full pool never makes another one wait. */
export type Pools = {
  /** For requests. */
  readonly db: Database;
  /** For the keys that come with them. */
  readonly keys: PlainDatabase;
  /** For rate limits that several processes count together. */
  readonly limits: PlainDatabase;
  /** For what is done in the background. */
  readonly side: PlainDatabase;
  readonly breaker: Breaker;
  /** Null without `DATABASE_REPLICA_URL`. */
  readonly replica: Replica | null;
};

/** Keys that arrive together share a statement, so that a few connections do. */
const KEYS = 3;
const LIMITS = 4;
const SIDE = 1;
/** How long the primary may take to say its position; reads go to the primary then. */
const POSITION_MS = 1_000;

type PoolsOptions = Omit<DatabaseOptions, 'breaker' | 'replica'> & {
  readonly replicaUrl?: string | null;
  readonly log: Logger;
};

/** Each connection is opened when it is first needed. */
export function openPools({
  log,
  onStatement,
  replicaUrl = null,
  ...given
}: PoolsOptions): Pools & { readonly close: () => Promise<void> } {
  const breaker = openBreaker({ url: given.url, log });
  const unheard = { ...given, breaker };
  const settings = { ...unheard, ...(onStatement && { onStatement }) };
  const replica =
    replicaUrl === null
      ? null
      : openReplica({
          ...settings,
          breaker: undefined,
          url: replicaUrl,
          applicationName: 'latchkey replica',
          primary: openPlainDatabase({
            ...unheard,
            poolSize: 1,
            statementTimeoutMs: POSITION_MS,
            isOptional: true,
            applicationName: 'latchkey replica',
          }),
          log,
        });
  const db = openDatabase({ ...settings, replica });
  const keys = openPlainDatabase({ ...settings, poolSize: KEYS });
  // Without it, each process limits by itself.
  const limits = openPlainDatabase({ ...settings, poolSize: LIMITS, isOptional: true });
  const side = openPlainDatabase({
    ...unheard,
    poolSize: SIDE,
    isOptional: true,
    applicationName: 'latchkey background',
  });
  const close = async () => {
    const all = [db, keys, limits, side, ...(replica ? [replica] : [])];
    await Promise.all(all.map((pool) => pool.close()));
    breaker.close();
  };
  return { db, keys, limits, side, breaker, replica, close };
}
