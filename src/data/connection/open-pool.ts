import pg from 'pg';
import { type FairLine, fairLine } from '../../core/request/fair-queue.ts';
import type { PlainDatabase } from '../database.ts';
import type { Breaker } from './breaker.ts';
import { type Connections, connectionsOf } from './connections.ts';
import { CONNECT_MS } from './guard.ts';
import { parserOf } from './parsers.ts';
import { type ConnectionSettings, connectionSettings } from './session-settings.ts';

export type PoolOptions = {
  readonly url: string;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  /** What operators see its connections under in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** Refuses statements at once while the database is away. */
  readonly breaker?: Breaker | undefined;
  /** Whether requests are answered all the same while it cannot connect. */
  readonly isOptional?: boolean;
  /** Told of every statement sent, for tests that count them and for traces. */
  readonly onStatement?: (text: string) => void;
};

export type OpenPool = {
  readonly pool: pg.Pool;
  readonly connections: Connections;
  readonly session: ConnectionSettings;
  readonly answerMs: number;
};

/** How much longer than a statement may take we wait for its answer, of a database that has fallen silent. */
const SILENCE_MS = 1_000;

/** A new session of PostgreSQL knows no table yet: its first large statement takes three times as long. */
const IDLE_MS = 300_000;
const KEEP_ALIVE_MS = 30_000;

export function openPool(options: PoolOptions): OpenPool {
  const { url, poolSize, statementTimeoutMs, breaker, isOptional = false, onStatement } = options;
  const session = connectionSettings(url, options.applicationName ?? 'latchkey', {
    statement_timeout: String(statementTimeoutMs),
  });
  const answerMs = statementTimeoutMs + SILENCE_MS;
  const pool = new pg.Pool({
    ...session.config,
    onConnect: session.prepare,
    max: poolSize,
    // With a breaker, until it begins: a start waits as long as for any answer.
    connectionTimeoutMillis: breaker === undefined ? CONNECT_MS : Math.max(CONNECT_MS, answerMs),
    idleTimeoutMillis: IDLE_MS,
    // Some networks forget connections on which nothing is sent, and tell neither end.
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    types: {
      getTypeParser: parserOf,
    },
  });
  // A connection that dies while idle is replaced at the next use. Unheard, the event would end the process.
  pool.on('error', () => {});
  const connections = connectionsOf(pool);
  breaker?.guard(pool, connections, { isOptional });
  if (onStatement) pool.on('connect', (client) => listen(client, onStatement));
  return { pool, connections, session, answerMs };
}

/** All statements pass here, our own and Prisma's. */
function listen(client: pg.PoolClient, onStatement: (text: string) => void): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const observedQuery = (...given: unknown[]): unknown => {
    const [first] = given;
    onStatement(typeof first === 'string' ? first : ((first as { text?: string }).text ?? ''));
    return query(...given);
  };
  client.query = observedQuery as typeof client.query;
}

/** Of the connections, two in five for one caller at once. */
const CALLERS_SHARE = 0.4;
/** Statements that read a lot have connections of their own, as far as there are enough. */
export const HEAVY_AT_ONCE = 2;

type Lines = { readonly light: FairLine; readonly heavy: FairLine };

export function linesFor(poolSize: number): Lines {
  const heavy = Math.min(HEAVY_AT_ONCE, Math.ceil(poolSize / 2));
  const perCaller = Math.max(1, Math.floor(poolSize * CALLERS_SHARE));
  return {
    light: fairLine({ atOnce: Math.max(1, poolSize - heavy), perCaller }),
    heavy: fairLine({ atOnce: heavy, perCaller: Math.max(1, heavy - 1) }),
  };
}

export function countsOf(pool: pg.Pool, lines: readonly FairLine[]): PlainDatabase['counts'] {
  return () => ({
    open: pool.totalCount,
    idle: pool.idleCount,
    most: pool.options.max,
    waiting: lines.reduce((sum, line) => sum + line.waiting(), pool.waitingCount),
  });
}
