import type { App } from '../core/app.ts';
import type { Database } from '../data/database.ts';
import type { Caller } from './callers/caller.ts';

/** Who does something, and with which statements: by itself, or as a part of a transaction. */
export type UnitOfWork = Pick<Database, 'rows' | 'prisma'> & {
  readonly app: App;
  readonly caller: Caller;
};

export function byItself(app: App, caller: Caller): UnitOfWork {
  const { rows, prisma } = app.db;
  return { app, caller, rows, prisma };
}

/** Does something in a transaction of its own. */
export function inTransaction<Result>(
  app: App,
  caller: Caller,
  work: (unit: UnitOfWork) => Promise<Result>,
): Promise<Result> {
  return app.db.transaction((rows, prisma) => work({ app, caller, rows, prisma }));
}
