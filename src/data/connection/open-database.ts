import pg from 'pg';
import { parseStored } from '../../core/input/exact-json.ts';
import { type FairLine, fairLine } from '../../core/request/fair-queue.ts';
import { outsideRequestScope } from '../../core/request/scope.ts';
import type { Database, PlainDatabase, Rows } from '../database.ts';
import { readTimestamp } from '../sql/timestamp.ts';
import type { Breaker } from './breaker.ts';
import { type Connections, connectionsOf, endPool } from './connections.ts';
import { heavyReadLimiter } from './heavy.ts';
import { prismaOver, withTransactionPrisma } from './prisma.ts';
import { BoundedTypes } from './result-bytes.ts';
import { type ConnectionSettings, connectionSettings, DEFAULT_SCHEMA } from './session-settings.ts';
import {
  boundedRowsBy,
  type ConnectionSource,
  onSession,
  publishStatement,
  rowsBy,
  singleStatements,
} from './statements.ts';

export type DatabaseOptions = {
  readonly url: string;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  /** What operators see its connections under in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** Refuses statements at once while the database is away. */
  readonly breaker?: Breaker;
  /** Told of every statement sent, for tests that count them and for traces. */
  readonly onStatement?: (text: string) => void;
};

const INT8 = 20;
const JSONB = 3_802;
const TIMESTAMPTZ = 1_184;
const INT8_ARRAY = 1_016;

const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<
  number,
  (text: string) => unknown
>([
  [INT8, BigInt],
  [JSONB, parseStored],
  [TIMESTAMPTZ, readTimestamp],
  [INT8_ARRAY, readBigInts],
]);

function parserOf(oid: number): (text: string) => unknown {
  return PARSERS.get(oid) ?? pg.types.getTypeParser(oid);
}

function boundedTypes(): BoundedTypes {
  return new BoundedTypes(parserOf);
}

function boundedTexts(): BoundedTypes {
  return new BoundedTypes(() => (text) => text);
}

/** Reads `{1,2}`. */
function readBigInts(text: string): bigint[] {
  return text.slice(1, -1).split(',').filter(Boolean).map(BigInt);
}

/** How much longer than a statement may take we wait for its answer, of a database that has fallen silent. */
const SILENCE_MS = 1_000;

/** Of the connections, two in five for one caller at once. */
const CALLERS_SHARE = 0.4;
/** Statements that read a lot have connections of their own, as far as there are enough. */
const HEAVY_AT_ONCE = 2;
const LARGE_PAGES = { atOnce: 4, perCaller: 2 };
/** The dashboard asks six times at once. */
const WIDE = { perCaller: 12, inAll: 24 };

/**
 * Connects lazily: a database that is away shows at the first statement. What is done for a request
 * obeys its scope, whether our own code or Prisma sends it.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const { pool, connections, session, answerMs } = openPool(options);
  const { light, heavy } = linesFor(options.poolSize);
  const by = (line: FairLine): ConnectionSource => ({ pool, line, answerMs, ...session });
  const heavyRows = boundedRowsBy(singleStatements(by(heavy)), session, boundedTypes);
  const admit = heavyReadLimiter(WIDE);
  // One by one for each caller: the other place is left to the others.
  const wide = fairLine({ atOnce: HEAVY_AT_ONCE, perCaller: 1 });
  const run = singleStatements(by(light));
  const rows = boundedRowsBy(run, session, boundedTypes);
  const large = fairLine(LARGE_PAGES);
  const wideRows: Rows = (statement) => {
    // Where it waits for its turn, its caller is on the stack no more.
    publishStatement(statement);
    return admit(() => wide.run(() => heavyRows(statement)));
  };
  return {
    rows,
    heavyRows,
    wideRows,
    textRows: boundedRowsBy(run, session, boundedTexts),
    largePages: (statement) => large.run(() => rows(statement)),
    prisma: prismaOver(schemaOf(session), run),
    transaction: transactionsOver(by(light), schemaOf(session)),
    counts: countsOf(pool, [light, heavy, large, wide]),
    close: () => endPool(pool, connections),
  };
}

type Lines = { readonly light: FairLine; readonly heavy: FairLine };

function linesFor(poolSize: number): Lines {
  const heavy = Math.min(HEAVY_AT_ONCE, Math.ceil(poolSize / 2));
  const perCaller = Math.max(1, Math.floor(poolSize * CALLERS_SHARE));
  return {
    light: fairLine({ atOnce: Math.max(1, poolSize - heavy), perCaller }),
    heavy: fairLine({ atOnce: heavy, perCaller: Math.max(1, heavy - 1) }),
  };
}

/**
 * A connection apart: what it does never waits for the others, nor they for it, and it goes on whether
 * or not the request does that it is asked in.
 */
export function openPlainDatabase(options: DatabaseOptions): PlainDatabase {
  const { pool, connections, session, answerMs } = openPool(options);
  const line = fairLine({ atOnce: options.poolSize, perCaller: options.poolSize });
  const source = { pool, line, answerMs, ...session };
  const run = singleStatements(source);
  const rows = rowsBy(run, session);
  const schema = schemaOf(session);
  const transaction = transactionsOver(source, schema);
  return {
    rows: (statement) => outsideRequestScope(() => rows(statement)),
    prisma: prismaOver(schema, (query) => outsideRequestScope(() => run(query))),
    transaction: (work, mode) => outsideRequestScope(() => transaction(work, mode)),
    counts: countsOf(pool, [line]),
    close: () => endPool(pool, connections),
  };
}

function countsOf(pool: pg.Pool, lines: readonly FairLine[]): PlainDatabase['counts'] {
  return () => ({
    open: pool.totalCount,
    idle: pool.idleCount,
    most: pool.options.max,
    waiting: lines.reduce((sum, line) => sum + line.waiting(), pool.waitingCount),
  });
}

function transactionsOver(source: ConnectionSource, schema: string): PlainDatabase['transaction'] {
  return (work, mode) =>
    onSession(
      source,
      (send) => {
        const rows = rowsBy(send, source);
        return withTransactionPrisma(schema, send, (prisma) => work(rows, prisma));
      },
      mode,
    );
}

function schemaOf({ schema }: ConnectionSettings): string {
  return schema ?? DEFAULT_SCHEMA;
}

type OpenPool = {
  readonly pool: pg.Pool;
  readonly connections: Connections;
  readonly session: ConnectionSettings;
  readonly answerMs: number;
};

function openPool(options: DatabaseOptions): OpenPool {
  const { url, poolSize, statementTimeoutMs, breaker, onStatement } = options;
  const session = connectionSettings(url, options.applicationName ?? 'latchkey', {
    statement_timeout: String(statementTimeoutMs),
  });
  const pool = new pg.Pool({
    ...session.config,
    onConnect: session.prepare,
    max: poolSize,
    connectionTimeoutMillis: 2_000,
    idleTimeoutMillis: 30_000,
    types: {
      getTypeParser: parserOf,
    },
  });
  // A connection that dies while idle is replaced at the next use. Unheard, the event would end the process.
  pool.on('error', () => {});
  const connections = connectionsOf(pool);
  breaker?.guard(pool, connections);
  if (onStatement) pool.on('connect', (client) => listen(client, onStatement));
  return { pool, connections, session, answerMs: statementTimeoutMs + SILENCE_MS };
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
