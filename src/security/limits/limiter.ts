import {
  RateLimiterMemory,
  RateLimiterPostgres,
  type RateLimiterRes,
  type RateLimiterStoreAbstract,
} from 'rate-limiter-flexible';
import type { Sql } from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import { exhausted } from './exhausted.ts';

/** Where somebody stands in the minute that runs. */
export type Standing = {
  readonly isExceeded: boolean;
  /** How many there were, this one among them. */
  readonly used: number;
  readonly remaining: number;
  /** Until the next minute starts. */
  readonly resetSeconds: number;
};

/** Counts by the minute. How many there may be, whoever takes one says: it may differ from key to key. */
export type Limiter = {
  /** Takes one. */
  readonly take: (who: string, limit: number) => Promise<Standing>;
  /** Takes none. @returns how many there were */
  readonly used: (who: string) => Promise<number>;
};

export const WINDOW_SECONDS = 60;
/** The library refuses nobody by itself. */
const ANY = 2_147_483_647;

type LimiterOptions = {
  readonly name: string;
  /** The database in which several processes count together; without it, each counts for itself. */
  readonly shared: Rows | null;
};

export function createLimiter({ name, shared }: LimiterOptions): Limiter {
  const own = new RateLimiterMemory({ keyPrefix: name, points: ANY, duration: WINDOW_SECONDS });
  const counter = shared === null ? own : inDatabase(shared, own);
  const used = async (who: string) => (await counter.get(who))?.consumedPoints ?? 0;
  const count = (who: string, limit: number) =>
    counter.consume(who).then((result) => standingOf(result, limit));
  return { used, take: shared === null ? count : exhausted(count) };
}

function standingOf({ consumedPoints, msBeforeNext }: RateLimiterRes, limit: number): Standing {
  return {
    isExceeded: consumedPoints > limit,
    used: consumedPoints,
    remaining: Math.max(0, limit - consumedPoints),
    resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1_000)),
  };
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
    insuranceLimiter: own,
  });
}

type Row = { readonly points: number; readonly expire: bigint };

async function answerOf(rows: Rows, statement: Sql) {
  const found = await rows<Row>(statement);
  const counts = found.map(({ points, expire }) => ({ points, expire: Number(expire) }));
  return { rows: counts, rowCount: counts.length };
}
