import type { Sql } from 'sql-template-tag';
import type { PrismaClient } from './generated/prisma/client.ts';

/** Runs one statement. Its text is prepared once per connection. */
export type Rows = <Row>(statement: Sql) => Promise<Row[]>;

/** Of one pool: the connections that it has, and who waits for one. */
type ConnectionCounts = {
  readonly open: number;
  readonly idle: number;
  /** How many it may open. */
  readonly most: number;
  readonly waiting: number;
};

/** Other than the usual one: everything is read as of one moment. */
export type TransactionMode = 'isolation level repeatable read read only';

export type PlainDatabase = {
  /** Plain SQL, prepared. */
  readonly rows: Rows;
  /**
   * For what is not hot. `findUnique` may share a statement with those of other requests, and
   * `$transaction` takes a connection out of turn: neither obeys the request that it is for.
   */
  readonly prisma: PrismaClient;
  /** What is done with either is done together, or not at all. */
  readonly transaction: <Result>(
    work: (rows: Rows, prisma: PrismaClient) => Promise<Result>,
    mode?: TransactionMode,
  ) => Promise<Result>;
  /** What its connections are at. */
  readonly counts: () => ConnectionCounts;
  readonly close: () => Promise<void>;
};

export type Database = PlainDatabase & {
  /** As `rows`, for statements that read a lot: few run at once, whoever asks. */
  readonly heavyRows: Rows;
  /** The same for what reads the whole installation: few requests wait for it, the others are refused at once. */
  readonly wideRows: Rows;
  /** As `rows`, for pages of many rows that may be large: few are in memory at once. */
  readonly largePages: Rows;
  /** As `rows`, with each value as the text that the database sent. */
  readonly textRows: Rows;
  /** The same two for lists that a replica may answer; null without one. */
  readonly onReplica: { readonly rows: Rows; readonly textRows: Rows } | null;
};

declare module '../core/app.ts' {
  interface App {
    readonly db: Database;
  }
}
