import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
  type RateLimiterStoreAbstract,
} from 'rate-limiter-flexible';
import type { Sql } from 'sql-template-tag';
import type { Rows } from '../database/database.ts';

/** Where somebody stands in the minute that runs. */
export type Standing = {
  readonly isExceeded: boolean;
  readonly remaining: number;
  /** Until the next minute starts. */
  readonly resetSeconds: number;
};

export type Limiter = {
  /** How many there may be in a minute. */
  readonly limit: number;
  /** Takes one. */
  readonly take: (who: string) => Promise<Standing>;
};

export const WINDOW_SECONDS = 60;

type LimiterOptions = {
  readonly name: string;
  /** 0 is no limit. */
  readonly limit: number;
  /** The database in which several processes count together; without it, each counts for itself. */
  readonly shared: Rows | null;
};

export function createLimiter({ name, limit, shared }: LimiterOptions): Limiter | null {
  if (limit === 0) return null;
  const own = new RateLimiterMemory({ keyPrefix: name, points: limit, duration: WINDOW_SECONDS });
  const counter = shared === null ? own : inDatabase(shared, own);
  return {
    limit,
    take: (who) => counter.consume(who).then(within, beyond),
  };
}

function within({ remainingPoints, msBeforeNext }: RateLimiterRes): Standing {
  return { isExceeded: false, remaining: remainingPoints, resetSeconds: secondsOf(msBeforeNext) };
}

/** The library throws what it counted, when that is too much. */
function beyond(thrown: unknown): Standing {
  if (!(thrown instanceof RateLimiterRes)) throw thrown;
  return { isExceeded: true, remaining: 0, resetSeconds: secondsOf(thrown.msBeforeNext) };
}

function secondsOf(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}

/** While the database is away, each process counts for itself: a limit is no reason to fail. */
function inDatabase(rows: Rows, own: RateLimiterMemory): RateLimiterStoreAbstract {
  return new RateLimiterPostgres({
    storeClient: { query: (statement: Sql) => answerOf(rows, statement) },
    storeType: 'pool',
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: own.keyPrefix,
    points: own.points,
    duration: own.duration,
    // Whoever has had its share is known here: only the first refusal asks the database.
    inMemoryBlockOnConsumed: own.points + 1,
    insuranceLimiter: own,
  });
}

type Row = { readonly points: number; readonly expire: bigint };

async function answerOf(rows: Rows, statement: Sql) {
  const found = await rows<Row>(statement);
  return { rows: found.map(({ points, expire }) => ({ points, expire: Number(expire) })) };
}
