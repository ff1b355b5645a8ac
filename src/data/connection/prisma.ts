import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient } from '../generated/prisma/client.ts';
import { BoundedTypes } from './result-bytes.ts';
import type { RunQuery } from './statements.ts';

/** What the database or the pool said, of the operation under way. */
type Failure = { error?: unknown };

type PrismaQuery = pg.QueryConfig & { readonly types: pg.CustomTypesConfig };

const failures = new AsyncLocalStorage<Failure>();

/**
 * A Prisma client whose statements are run as our own are: in the same order, within the time of the request,
 * and with no larger results. It fails with the very errors that our own statements fail with.
 */
export function openPrisma(pool: pg.Pool, run: RunQuery, schema: string): PrismaClient {
  const bounded = Object.create(pool, {
    query: { value: (query: PrismaQuery) => runBounded(run, query).catch(noteFailure) },
  }) as pg.Pool;
  const client = new PrismaClient({ adapter: new PrismaPg(bounded, { schema }) });
  const extended = client.$extends({
    query: {
      $allOperations: ({ args, query }) => {
        const failure: Failure = {};
        return failures.run(failure, async () => {
          try {
            return await query(args);
          } catch (error) {
            throw failure.error ?? error;
          }
        });
      },
    },
  });
  // It has all that the plain client has but `$on`, which nobody uses.
  return extended as unknown as PrismaClient;
}

async function runBounded(run: RunQuery, query: PrismaQuery): Promise<pg.QueryResult> {
  const types = new BoundedTypes((oid) => query.types.getTypeParser(oid, 'text'));
  const result = await run({ ...query, types });
  types.check(result.rows);
  return result;
}

/** Prisma makes errors of its own of them, without their class. */
function noteFailure(error: unknown): never {
  const failure = failures.getStore();
  if (failure !== undefined) failure.error ??= error;
  throw error;
}
