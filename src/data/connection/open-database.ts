import { type FairLine, fairLine } from '../../core/request/fair-queue.ts';
import { outsideRequestScope } from '../../core/request/scope.ts';
import type { Database, PlainDatabase, Rows } from '../database.ts';
import { endPool } from './connections.ts';
import { heavyReadLimiter } from './heavy.ts';
import { countsOf, HEAVY_AT_ONCE, linesFor, openPool, type PoolOptions } from './open-pool.ts';
import { boundedTexts, boundedTypes } from './parsers.ts';
import { prismaOver, withTransactionPrisma } from './prisma.ts';
import type { Replica } from './replica.ts';
import { type ConnectionSettings, DEFAULT_SCHEMA } from './session-settings.ts';
import {
  boundedRowsBy,
  type ConnectionSource,
  onSession,
  publishStatement,
  rowsBy,
  singleStatements,
} from './statements.ts';

export type DatabaseOptions = PoolOptions & {
  /** Answers the reads that it may, where there is one. */
  readonly replica?: Replica | null;
};

const LARGE_PAGES = { atOnce: 4, perCaller: 2 };
/** The dashboard asks six times at once. */
const WIDE = { perCaller: 12, inAll: 24 };

/**
 * Connects lazily: a database that is away shows at the first statement. What is done for a request
 * obeys its scope, whether our own code or Prisma sends it.
 *
 * This is where it is decided what a replica may answer, by the kind of read: heavy and wide reads,
 * large pages, and lists that say they may (`List.mayUseReplica`).
 */
export function openDatabase(options: DatabaseOptions): Database {
  const { pool, connections, session, answerMs } = openPool(options);
  const { replica = null } = options;
  const { light, heavy } = linesFor(options.poolSize);
  const by = (line: FairLine): ConnectionSource => ({ pool, line, answerMs, ...session });
  const run = singleStatements(by(light));
  const rows = boundedRowsBy(run, session, boundedTypes);
  const textRows = boundedRowsBy(run, session, boundedTexts);
  const heavyOnPrimary = boundedRowsBy(singleStatements(by(heavy)), session, boundedTypes);
  const heavyRows = replica?.orPrimary('heavy', boundedTypes, heavyOnPrimary) ?? heavyOnPrimary;
  const onReplica = replica && {
    rows: replica.orPrimary('light', boundedTypes, rows),
    textRows: replica.orPrimary('light', boundedTexts, textRows),
  };
  const admit = heavyReadLimiter(WIDE);
  // One by one for each caller: the other place is left to the others.
  const wide = fairLine({ atOnce: HEAVY_AT_ONCE, perCaller: 1 });
  const large = fairLine(LARGE_PAGES);
  const largeRows = onReplica?.rows ?? rows;
  const wideRows: Rows = (statement) => {
    // Where it waits for its turn, its caller is on the stack no more.
    publishStatement(statement);
    return admit(() => wide.run(() => heavyRows(statement)));
  };
  return {
    rows,
    heavyRows,
    wideRows,
    textRows,
    onReplica,
    largePages: (statement) => large.run(() => largeRows(statement)),
    prisma: prismaOver(schemaOf(session), run),
    transaction: transactionsOver(by(light), schemaOf(session)),
    counts: countsOf(pool, [light, heavy, large, wide]),
    close: () => endPool(pool, connections),
  };
}

/**
 * A connection apart: what it does never waits for the others, nor they for it, and it goes on whether
 * or not the request does that it is asked in.
 */
export function openPlainDatabase(options: PoolOptions): PlainDatabase {
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
