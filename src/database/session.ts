import type pg from 'pg';
import type { FairLine } from '../fair-line.ts';
import { currentScope, outsideRequests, type RequestScope, tooLate } from '../request/scope.ts';
import { untilOver } from '../request/shared.ts';
import { cancelStatement } from './cancel.ts';
import { isFromServer } from './errors.ts';

/** A connection, for as long as one statement or transaction needs it. */
export type Session = {
  /**
   * Not sent once the request is over, and cancelled when it is over in the meantime. What the database
   * says in the end is what is answered: of a write that is said to be cancelled, nothing is there.
   */
  readonly send: (query: pg.QueryConfig) => Promise<pg.QueryResult>;
  /** Waits for the answer, whatever becomes of the request. */
  readonly commit: () => Promise<void>;
  readonly rollback: () => Promise<void>;
  readonly isBroken: () => boolean;
  readonly isOver: () => boolean;
  /** Gives the connection and the turn back. */
  readonly close: (isUsable: boolean) => void;
};

/** Waits for a turn and a connection, as long as the request may take. */
export async function openSession(pool: pg.Pool, line: FairLine): Promise<Session> {
  const scope = currentScope();
  const leave = await line.enter(scope);
  try {
    const client = await connect(pool);
    return sessionOn(client, scope, (isUsable) => {
      client.release(!isUsable);
      leave();
    });
  } catch (error) {
    leave();
    throw error;
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  if (pool.idleCount > 0) return await pool.connect();
  // A new connection outlives the request that it is opened for.
  const connecting = outsideRequests(() => pool.connect());
  return await untilOver(connecting).catch((error: unknown) => {
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

function sessionOn(
  client: pg.PoolClient,
  scope: RequestScope | undefined,
  close: Session['close'],
): Session {
  let isBroken = false;
  /** Until the server has seen to it, the next statement might be hit in place of the one that is over. */
  let cancelling: Promise<void> | null = null;
  const cancel = async () => {
    if (!(await cancelStatement(client))) isBroken = true;
    cancelling = null;
  };
  const run = async (query: pg.QueryConfig): Promise<pg.QueryResult> => {
    if (cancelling !== null) await cancelling;
    try {
      return await client.query(query);
    } catch (error) {
      isBroken ||= !isFromServer(error);
      throw error;
    }
  };
  const runInScope = async (query: pg.QueryConfig, { onOver, deadline }: RequestScope) => {
    const leave = onOver(() => {
      cancelling = cancel();
    });
    try {
      return await run(timed(query, deadline() - performance.now() + SILENCE_MS));
    } finally {
      leave();
    }
  };
  return {
    send: async (query) => {
      if (scope === undefined) return await run(query);
      if (scope.isOver()) throw tooLate();
      return await runInScope(query, scope);
    },
    commit: async () => {
      const left = scope === undefined ? null : scope.deadline() - performance.now() + SILENCE_MS;
      const text = 'commit';
      await run(left === null ? { text } : timed({ text }, Math.max(END_MS, left)));
    },
    rollback: async () => {
      if (!isBroken) await run(timed({ text: 'rollback' }, END_MS)).catch(() => {});
    },
    isBroken: () => isBroken,
    isOver: () => scope?.isOver() === true,
    close: (isUsable) => {
      if (cancelling === null) close(isUsable && !isBroken);
      else void cancelling.then(() => close(isUsable && !isBroken));
    },
  };
}

/** Timers of the same length share a list. */
const STEP_MS = 250;

/** The driver's own limit, which its declaration leaves out. */
function timed(query: pg.QueryConfig, ms: number): pg.QueryConfig {
  const steps = Math.max(1, Math.ceil(ms / STEP_MS));
  return { ...query, query_timeout: steps * STEP_MS } as pg.QueryConfig;
}
