import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/prisma/client.ts';
import { BoundedTypes } from './result-bytes.ts';
import type { RunQuery } from './statements.ts';

/** What runs the statements of a Prisma client. */
type PrismaConnection = {
  readonly run: RunQuery;
  /** Whether all of them are part of one transaction. */
  readonly isTransaction: boolean;
};

type RunningTransaction = PrismaConnection & { isOver: boolean };

/** One Prisma operation, and the error of the database or the pool. */
type Operation = PrismaConnection & { error?: unknown };

type PrismaQuery = pg.QueryConfig & { readonly types: pg.CustomTypesConfig };

const operations = new AsyncLocalStorage<Operation>();
const transactions = new AsyncLocalStorage<RunningTransaction>();

type Clients = {
  readonly plain: PrismaClient;
  readonly inTransaction: PrismaClient;
};

/** One per schema, shared by all pools: a client holds no connection and takes 0.1 s to start. */
const CLIENTS = new Map<string, Clients>();

/**
 * A Prisma client whose statements obey the same queue, deadline and result limit as SQL statements, and
 * fail with the same errors.
 */
export function prismaOver(schema: string, run: RunQuery): PrismaClient {
  return extend(clientsOf(schema).plain, () => ({ run, isTransaction: false }));
}

/** Does some work with a client whose statements are part of the transaction that `run` belongs to. */
export async function withTransactionPrisma<Result>(
  schema: string,
  run: RunQuery,
  work: (prisma: PrismaClient) => Promise<Result>,
): Promise<Result> {
  const { inTransaction } = clientsOf(schema);
  const running: RunningTransaction = { run, isTransaction: true, isOver: false };
  try {
    return await transactions.run(running, () => work(inTransaction));
  } finally {
    running.isOver = true;
  }
}

function runningTransaction(): PrismaConnection {
  const running = transactions.getStore();
  if (running?.isOver !== false) throw new Error('Prisma: the transaction is over');
  return running;
}

function clientsOf(schema: string): Clients {
  const known = CLIENTS.get(schema);
  if (known !== undefined) return known;
  const plain = new PrismaClient({ adapter: new PrismaPg(operationPool(), { schema }) });
  const clients = { plain, inTransaction: extend(plain, runningTransaction) };
  CLIENTS.set(schema, clients);
  return clients;
}

/** @param connection called for each operation */
function extend(client: PrismaClient, connection: () => PrismaConnection): PrismaClient {
  const extended = client.$extends({
    query: {
      $allOperations: async ({ args, query }) => {
        const { run, isTransaction } = connection();
        const operation: Operation = { run, isTransaction };
        return await operations.run(operation, async () => {
          try {
            return await query(args);
          } catch (error) {
            throw operation.error ?? error;
          }
        });
      },
    },
  });
  // It lacks only `$on`, which is not used.
  return extended as unknown as PrismaClient;
}

/** Looks like a pool to Prisma, and runs each statement for the current operation. */
function operationPool(): pg.Pool {
  return Object.create(pg.Pool.prototype, {
    options: { value: {} },
    query: { value: runInOperation },
    connect: { value: openNested },
  }) as pg.Pool;
}

async function runInOperation(query: PrismaQuery): Promise<pg.QueryResult> {
  const operation = currentOperation();
  const types = new BoundedTypes((oid) => query.types.getTypeParser(oid, 'text'));
  try {
    const result = await operation.run({ ...query, types });
    types.check(result.rows);
    return result;
  } catch (error) {
    // Prisma wraps it in an error that loses its class.
    operation.error ??= error;
    throw error;
  }
}

function currentOperation(): Operation {
  const operation = operations.getStore();
  if (operation === undefined) throw new Error('a statement of Prisma belongs to no operation');
  return operation;
}

/** An operation of several statements uses a savepoint of the surrounding transaction. */
const NESTED: ReadonlyMap<string, string> = new Map([
  ['BEGIN', 'savepoint prisma'],
  ['COMMIT', 'release savepoint prisma'],
  ['ROLLBACK', 'rollback to savepoint prisma'],
]);

/** Prisma requests a connection for an operation of several statements. */
function openNested(): Promise<pg.PoolClient> {
  const operation = currentOperation();
  if (!operation.isTransaction) {
    operation.error = new Error('Prisma: an operation of several statements needs a transaction');
    return Promise.reject(operation.error as Error);
  }
  return Promise.resolve(NESTED_CLIENT as unknown as pg.PoolClient);
}

const NESTED_CLIENT = {
  query: (query: PrismaQuery) =>
    runInOperation({ ...query, text: NESTED.get(query.text) ?? query.text }),
  on: () => {},
  removeListener: () => {},
  release: () => {},
};
