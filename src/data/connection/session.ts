import type pg from 'pg';
import { DomainError } from '../../core/errors.ts';
import type { FairLine } from '../../core/request/fair-queue.ts';
import {
  currentScope,
  outsideRequestScope,
  type RequestScope,
  requestTimeout,
} from '../../core/request/scope.ts';
import { untilOver } from '../../core/request/shared.ts';
import { ConnectError, isIncomplete, isOfStatement, isReadOnly, withCode } from '../errors.ts';
import { cancelStatement } from './cancel.ts';
import { sendQuery } from './send-query.ts';
import { hasTooManyPrepared, notePrepared } from './statement-names.ts';

/** Where connections come from, and in which order. */
export type SessionSource = {
  readonly pool: pg.Pool;
  readonly line: FairLine;
  /** How long work in the background waits for the answer to a statement. */
  readonly answerMs: number;
};

/** A connection, for as long as one statement or transaction needs it. */
export type DatabaseSession = {
  /**
   * Not sent once the request is over, and cancelled when it is over in the meantime. What the database
   * says in the end is what is answered: of a write that is said to be cancelled, nothing is there.
   * @throws once the session is committed, rolled back or closed
   */
  readonly send: (query: pg.QueryConfig) => Promise<pg.QueryResult>;
  /**
   * Waits for the answer, whatever becomes of the request.
   * @throws when a statement had failed, and nothing is committed
   */
  readonly commit: () => Promise<void>;
  readonly rollback: () => Promise<void>;
  readonly isOver: () => boolean;
  /** Gives the connection and the turn back. */
  readonly close: (isUsable: boolean) => void;
};

/** Waits for a turn and a connection, as long as the request may take. */
export async function openSession(source: SessionSource): Promise<DatabaseSession> {
  const { pool, line, answerMs } = source;
  const scope = currentScope();
  const entered = line.enter(scope);
  const leave = entered instanceof Promise ? await entered : entered;
  try {
    return new PooledSession(await connect(pool), { scope, leave, answerMs });
  } catch (error) {
    leave();
    // Refused by ourselves, or not connected.
    throw error instanceof DomainError ? error : new ConnectError(error);
  }
}

function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  if (pool.idleCount > 0) return pool.connect();
  // A new connection outlives the request that it is opened for.
  const connecting = outsideRequestScope(() => pool.connect());
  return untilOver(connecting).catch((error: unknown) => {
    connecting.then(
      (client) => client.release(),
      () => {},
    );
    throw error;
  });
}

/** How much longer than the request may take we wait for a database that has fallen silent. */
const SILENCE_MS = 250;
/** How long the end of a transaction may take, however late it is. */
const END_MS = 1_000;

type Setting = {
  readonly scope: RequestScope | undefined;
  readonly leave: () => void;
  readonly answerMs: number;
};

/** One for each statement: a class, because its methods then cost nothing to make. */
class PooledSession implements DatabaseSession {
  readonly #client: pg.PoolClient;
  readonly #scope: RequestScope | undefined;
  readonly #leave: () => void;
  readonly #answerMs: number;
  /** Why the connection cannot be used again. */
  #failure: unknown = null;
  /** Until the server has seen to it, the next statement might be hit in place of the one that is over. */
  #cancelling: Promise<void> | null = null;
  /** Others may have the connection by now. */
  #hasEnded = false;

  constructor(client: pg.PoolClient, { scope, leave, answerMs }: Setting) {
    this.#client = client;
    this.#scope = scope;
    this.#leave = leave;
    this.#answerMs = answerMs;
  }

  async send(query: pg.QueryConfig): Promise<pg.QueryResult> {
    if (this.#hasEnded) throw new Error('the transaction is over');
    const scope = this.#scope;
    if (scope === undefined) return await this.#run(query);
    if (scope.isOver()) throw requestTimeout();
    const leave = scope.onOver(() => {
      this.#cancelling = this.#cancel();
    });
    try {
      return await this.#run(query, leftOf(scope));
    } finally {
      leave();
    }
  }

  async commit(): Promise<void> {
    this.#hasEnded = true;
    const scope = this.#scope;
    const ms = scope && Math.max(END_MS, leftOf(scope));
    const { command } = await this.#run({ text: 'commit' }, ms);
    if (command === 'ROLLBACK') throw new Error('a transaction went on after a failure');
  }

  async rollback(): Promise<void> {
    this.#hasEnded = true;
    if (this.#failure === null) await this.#run({ text: 'rollback' }, END_MS).catch(() => {});
  }

  isOver(): boolean {
    return this.#scope?.isOver() === true;
  }

  close(isUsable: boolean): void {
    this.#hasEnded = true;
    if (this.#cancelling === null) this.#release(isUsable);
    else void this.#cancelling.then(() => this.#release(isUsable));
  }

  #release(isUsable: boolean): void {
    const isEnded = !isUsable || hasTooManyPrepared(this.#client);
    this.#client.release((this.#failure as Error | null) ?? isEnded);
    this.#leave();
  }

  async #run(query: pg.QueryConfig, ms = this.#answerMs): Promise<pg.QueryResult> {
    if (this.#cancelling !== null) await this.#cancelling;
    if (query.name !== undefined) notePrepared(this.#client, query.name);
    const end = this.#scope?.beginStatement(query.text);
    try {
      const result = await sendQuery(this.#client, query, ms);
      end?.(false);
      return result;
    } catch (error) {
      end?.(true);
      // Of the driver's own errors, the stack leads to a socket and not to the statement.
      if (error instanceof Error) Error.captureStackTrace(error);
      // One that may not write may be renewed into one that may; what is missing may be there for a new one.
      if (!isOfStatement(error) || isReadOnly(error) || isIncomplete(error))
        this.#failure ??= error;
      throw withCode(error);
    }
  }

  async #cancel(): Promise<void> {
    if (!(await cancelStatement(this.#client))) this.#failure ??= new Error('not cancelled');
    this.#cancelling = null;
  }
}

function leftOf(scope: RequestScope): number {
  return scope.deadline() - performance.now() + SILENCE_MS;
}
