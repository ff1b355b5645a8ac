import type { App } from '../core/app.ts';
import type { Rows } from '../data/database.ts';
import type { Caller } from './callers/caller.ts';

/** Who does something, and with which rows: by itself, or as a part of a transaction. */
export type UnitOfWork = { readonly app: App; readonly caller: Caller; readonly rows: Rows };

export function byItself(app: App, caller: Caller): UnitOfWork {
  return { app, caller, rows: app.db.rows };
}

/** Whether each of its statements is committed at once, so that it may do it with others. */
export function isByItself({ app, rows }: UnitOfWork): boolean {
  return rows === app.db.rows;
}
