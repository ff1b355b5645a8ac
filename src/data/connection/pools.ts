import type { Logger } from 'pino';
import type { Database, PlainDatabase } from '../database.ts';
import { type Breaker, openBreaker } from './breaker.ts';
import { type DatabaseOptions, openDatabase, openPlainDatabase } from './open-database.ts';

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
};

/** Keys that arrive together share a statement, so that a few connections do. */
const KEYS = 3;
const LIMITS = 4;
const SIDE = 1;

type PoolsOptions = Omit<DatabaseOptions, 'breaker'> & { readonly log: Logger };

/** Each connection is opened when it is first needed. */
export function openPools({
  log,
  onStatement,
  ...given
}: PoolsOptions): Pools & { readonly close: () => Promise<void> } {
  const breaker = openBreaker({ url: given.url, log });
  const unheard = { ...given, breaker };
  const settings = { ...unheard, ...(onStatement && { onStatement }) };
  const db = openDatabase(settings);
  const keys = openPlainDatabase({ ...settings, poolSize: KEYS });
  const limits = openPlainDatabase({ ...settings, poolSize: LIMITS });
  const side = openPlainDatabase({
    ...unheard,
    poolSize: SIDE,
    applicationName: 'latchkey background',
  });
  const close = async () => {
    await Promise.all([db, keys, limits, side].map((pool) => pool.close()));
    breaker.close();
  };
  return { db, keys, limits, side, breaker, close };
}
