import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Sql } from 'sql-template-tag';
import { PrismaClient } from './generated/prisma/client.ts';
import { readMoment } from './moment.ts';

/** Runs one statement. Its text is prepared once per connection. */
export type Rows = <Row>(statement: Sql) => Promise<Row[]>;

/** Plain SQL, prepared. */
export type PlainDatabase = {
  readonly rows: Rows;
  readonly transaction: <Result>(work: (rows: Rows) => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
};

export type Database = PlainDatabase & {
  /** What the schema's own types are read with. */
  readonly prisma: PrismaClient;
};

export type DatabaseOptions = {
  readonly url: string;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  /** Told of every statement sent, for tests that count them and for traces. */
  readonly onStatement?: (text: string) => void;
};

const INT8 = 20;
const TIMESTAMPTZ = 1_184;
const INT8_ARRAY = 1_016;

const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<
  number,
  (text: string) => unknown
>([
  [INT8, BigInt],
  [TIMESTAMPTZ, readMoment],
  [INT8_ARRAY, readBigInts],
]);

/** Reads `{1,2}`. */
function readBigInts(text: string): bigint[] {
  return text.slice(1, -1).split(',').filter(Boolean).map(BigInt);
}

/** How much longer than a statement may take we wait for its answer. */
const SILENCE_MS = 1_000;

/** Connects lazily: a database that is away shows at the first statement. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = openPool(options);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const plain = plainOf(pool);
  return {
    ...plain,
    prisma,
    close: async () => {
      await prisma.$disconnect();
      await plain.close();
    },
  };
}

/** A connection apart: what it does never waits for the others, nor they for it. */
export function openPlainDatabase(options: DatabaseOptions): PlainDatabase {
  return plainOf(openPool(options));
}

function plainOf(pool: pg.Pool): PlainDatabase {
  return {
    rows: rowsOf(pool),
    transaction: (work) => inTransaction(pool, work),
    close: () => pool.end(),
  };
}

function openPool({ url, poolSize, statementTimeoutMs, onStatement }: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 2_000,
    // The database ends what takes too long; this is for one that has fallen silent.
    query_timeout: statementTimeoutMs + SILENCE_MS,
    idleTimeoutMillis: 30_000,
    application_name: 'latchkey',
    // Every connection thinks in UTC, whatever the server's default: the driver drops offsets.
    // Compiling a statement takes longer than any of ours runs; it is chosen by estimates far too high.
    // What is asked for is in memory or on a disk without arms: by the default, all rows of a user
    // would be read and sorted rather than found in order.
    options: `-c timezone=UTC -c jit=off -c random_page_cost=1.1 -c statement_timeout=${statementTimeoutMs}`,
    types: {
      getTypeParser: (oid: number, format) =>
        PARSERS.get(oid) ?? pg.types.getTypeParser(oid, format),
    },
  });
  // A connection that dies while idle is replaced at the next use. Unheard, the event would end the process.
  pool.on('error', () => {});
  if (onStatement) pool.on('connect', (client) => listen(client, onStatement));
  return pool;
}

/** Statements of both roads (ours and Prisma's) pass here. */
function listen(client: pg.PoolClient, onStatement: (text: string) => void): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const heard = (...given: unknown[]): unknown => {
    const [first] = given;
    onStatement(typeof first === 'string' ? first : ((first as { text?: string }).text ?? ''));
    return query(...given);
  };
  client.query = heard as typeof client.query;
}

function rowsOf(client: pg.Pool | pg.PoolClient): Rows {
  return async <Row>(statement: Sql) => {
    const { text } = statement;
    const result = await client.query({ name: nameOf(text), text, values: statement.values });
    return result.rows as Row[];
  };
}

const NAMES = new Map<string, string>();
const MOST_NAMES = 1_000;

/**
 * One name per text: PostgreSQL then plans it once per connection, and keeps it there. Callers' filters
 * and selections make any number of texts: those beyond the first are planned each time.
 */
function nameOf(text: string): string | undefined {
  const known = NAMES.get(text);
  if (known !== undefined || NAMES.size >= MOST_NAMES) return known;

  const name = createHash('sha1').update(text).digest('base64url');
  NAMES.set(text, name);
  return name;
}

async function inTransaction<Result>(
  pool: pg.Pool,
  work: (rows: Rows) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(rowsOf(client));
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    await client.query('rollback').then(
      () => client.release(),
      // A connection that cannot roll back is not to be used again.
      () => client.release(true),
    );
    throw error;
  }
}
