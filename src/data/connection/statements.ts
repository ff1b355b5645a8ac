import { channel } from 'node:diagnostics_channel';
import type pg from 'pg';
import type { Sql } from 'sql-template-tag';
import { currentScope, requestTimeout } from '../../core/request/scope.ts';
import type { Rows, TransactionMode } from '../database.ts';
import { isUndone } from '../errors.ts';
import type { BoundedTypes } from './result-bytes.ts';
import { openSession, type SessionSource } from './session.ts';
import type { ConnectionSettings } from './session-settings.ts';
import { statementNames } from './statement-names.ts';

export type RunQuery = (query: pg.QueryConfig) => Promise<pg.QueryResult>;

/** Where connections come from, and how a transaction begins on them. */
export type ConnectionSource = Pick<ConnectionSettings, 'begin' | 'isPooled'> & SessionSource;

/** One statement at a time, each committed at once. */
export function singleStatements(source: ConnectionSource): RunQuery {
  const { isPooled } = source;
  // What holds for a statement has to be set where it runs.
  if (isPooled) return (query) => onSession(source, (send) => send(query));
  return async (query) => {
    const session = await openSession(source);
    let isUsable = false;
    try {
      const result = await session.send(query);
      isUsable = true;
      return result;
    } catch (error) {
      // After other failures what is prepared on the connection may not be good any more.
      isUsable = isUndone(error);
      throw error;
    } finally {
      session.close(isUsable);
    }
  };
}

/** All statements of one piece of work, or nothing of it. */
export async function onSession<Result>(
  source: ConnectionSource,
  work: (send: RunQuery) => Promise<Result>,
  mode?: TransactionMode,
): Promise<Result> {
  const session = await openSession(source);
  try {
    await session.send({ text: source.begin(mode) });
    const result = await work((query) => session.send(query));
    // Whoever has left, or is about to be refused, has changed nothing.
    if (session.isOver()) throw requestTimeout();
    await session.commit();
    session.close(true);
    return result;
  } catch (error) {
    await session.rollback();
    session.close(true);
    throw error;
  }
}

export function rowsBy(run: RunQuery, source: Pick<ConnectionSource, 'isPooled'>): Rows {
  return async <Row>(statement: Sql) => {
    const { rows } = await run(queryOf(statement, source));
    return rows as Row[];
  };
}

/** As `rowsBy`, for what callers decide about: refuses a result that is too large to be held. */
export function boundedRowsBy(
  run: RunQuery,
  source: Pick<ConnectionSource, 'isPooled'>,
  newTypes: () => BoundedTypes,
): Rows {
  return async <Row>(statement: Sql) => {
    const types = newTypes();
    const { rows } = await run({ ...queryOf(statement, source), types });
    types.check(rows);
    return rows as Row[];
  };
}

const STATEMENTS = channel('latchkey:statement');

/** Publishes a statement before anything is awaited: whoever runs it is on the stack. */
export function publishStatement({ text }: Sql): void {
  if (STATEMENTS.hasSubscribers) STATEMENTS.publish({ text });
}

/** Empty in the background. */
function callerOfNow(): string {
  return currentScope()?.callers[0] ?? '';
}

/** One name per text, on all connections of the process. */
const nameOf = statementNames();

function queryOf(statement: Sql, { isPooled }: Pick<ConnectionSource, 'isPooled'>): pg.QueryConfig {
  publishStatement(statement);
  const { text, values } = statement;
  // The next server of a pooler would not know the name, or know it for another text.
  return { name: isPooled ? undefined : nameOf(text, callerOfNow()), text, values };
}
