import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Sql } from 'sql-template-tag';
import { DomainError } from '../../core/errors.ts';
import type { FairLine } from '../../core/request/fair-queue.ts';
import type { PlainDatabase, Rows } from '../database.ts';
import { isCancelled, isOfStatement, isUndone } from '../errors.ts';
import { endPool } from './connections.ts';
import { cut } from './cut.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { countsOf, linesFor, openPool, type PoolOptions } from './open-pool.ts';
import { CURRENT_POSITION, mismatch, type Position } from './replica-position.ts';
import { type Lag, readReplicaState, startReplicaWatch } from './replica-watch.ts';
import type { BoundedTypes } from './result-bytes.ts';
import { openSession } from './session.ts';
import { boundedRowsBy, type ConnectionSource, type RunQuery } from './statements.ts';

/**
 * A streaming replica that answers reads. Each waits there until the replica has everything that was
 * committed when the read began, so that nobody can tell it from the primary: neither whoever wrote
 * before, by whichever process, nor whoever saw it. What the replica does not answer, the primary does.
 */
export type Replica = {
  /** Reads there if possible, and else in the given way. */
  readonly orPrimary: (
    kind: 'light' | 'heavy',
    newTypes: () => BoundedTypes,
    onPrimary: Rows,
  ) => Rows;
  /** `ok`, or why it is not used. */
  readonly notice: () => string;
  readonly figures: () => ReplicaFigures;
  readonly counts: PlainDatabase['counts'];
  readonly close: () => Promise<void>;
};

type ReplicaFigures = Lag & {
  readonly isUsed: boolean;
  /** Reads that it answered, and those that the primary answered in its place. */
  readonly reads: number;
  readonly fallbacks: number;
  /** How long reads have waited in all until the replica had replayed enough. */
  readonly waitedMs: number;
};

/** How long a read waits for the replica to get there, and how often it looks. */
const WAIT_MS = 100;
const STEP_MS = 5;

type ReplicaOptions = PoolOptions & {
  /** Where the position of the primary is asked; closed with the replica. */
  readonly primary: PlainDatabase;
  readonly log: Logger;
};

export function openReplica({ primary, log, ...options }: ReplicaOptions): Replica {
  const { pool, connections, session, answerMs } = openPool(options);
  const lines = linesFor(options.poolSize);
  const position = oneAtATime(() => positionOf(primary.rows));
  const watch = startReplicaWatch({
    url: options.url,
    position,
    log,
    cutAll: () => {
      for (const client of connections) cut(client);
    },
  });
  let reads = 0;
  let fallbacks = 0;
  let waitedMs = 0;

  /** Whoever waits for a turn while the replica goes away does not find that out once more. */
  const whileUsable = (line: FairLine): FairLine => ({
    ...line,
    enter: async (scope) => {
      const leave = await line.enter(scope);
      if (watch.isUsable()) return leave;
      leave();
      throw new NotThereError('set aside');
    },
  });

  function runOn(line: FairLine): RunQuery {
    const source: ConnectionSource = { pool, line: whileUsable(line), answerMs, ...session };
    return async (query) => {
      const begun = await position().catch(refuseWithout);
      return await onReplica(source, async (send) => {
        waitedMs += await untilReached(send, begun);
        return await send(query);
      });
    };
  }

  /** Null where the replica did not answer. */
  async function tryOn<Row>(read: Rows, statement: Sql): Promise<Row[] | null> {
    try {
      const found = await read<Row>(statement);
      reads += 1;
      return found;
    } catch (error) {
      // The caller's own: too large, or too late. What took all of its time here is not begun on the primary.
      if (error instanceof DomainError || isCancelled(error)) throw error;
      if (!isOfStatement(error)) watch.setAside();
      return null;
    }
  }

  return {
    orPrimary: (kind, newTypes, onPrimary) => {
      const rows = boundedRowsBy(runOn(lines[kind]), session, newTypes);
      return async <Row>(statement: Sql) => {
        const found = watch.isUsable() ? await tryOn<Row>(rows, statement) : null;
        if (found !== null) return found;
        fallbacks += 1;
        return await onPrimary<Row>(statement);
      };
    },
    notice: () => watch.problem() ?? 'ok',
    figures: () => ({
      isUsed: watch.isUsable(),
      ...watch.lag(),
      reads,
      fallbacks,
      waitedMs,
    }),
    counts: countsOf(pool, Object.values(lines)),
    close: async () => {
      watch.close();
      await Promise.all([endPool(pool, connections), primary.close()]);
    },
  };
}

async function positionOf(rows: Rows): Promise<Position> {
  const [position] = await rows<Position>(CURRENT_POSITION);
  if (position === undefined) throw new Error('a server always has a position');
  return position;
}

/** @throws NotThereError where the primary did not say it, DomainError where it refuses all work */
function refuseWithout(cause: unknown): never {
  throw cause instanceof DomainError ? cause : new NotThereError('position unknown', { cause });
}

/** The server of this connection cannot answer for the primary. */
class NotThereError extends Error {
  override readonly name = 'NotThereError';
}

/** One that is a replica of this primary, and not there yet: the connection is as good as before. */
class LagError extends NotThereError {}

/** Does some work on one connection of the replica. */
async function onReplica<Result>(
  source: ConnectionSource,
  work: (send: RunQuery) => Promise<Result>,
): Promise<Result> {
  const session = await openSession(source);
  let isUsable = false;
  try {
    // One transaction keeps all on one server behind a pooler. Each statement sees what is there when it
    // begins. A server that is promoted meanwhile takes no writes from here.
    await session.send({ text: source.begin(READ_ONLY) });
    const result = await work((query) => session.send(query));
    await session.commit();
    isUsable = true;
    return result;
  } catch (error) {
    await session.rollback();
    isUsable = isUndone(error) || error instanceof LagError;
    throw error;
  } finally {
    session.close(isUsable);
  }
}

const READ_ONLY = 'isolation level read committed read only';

/** @returns how long it took */
async function untilReached(send: RunQuery, position: Position): Promise<number> {
  const begun = performance.now();
  for (; ; await pause(STEP_MS)) {
    const state = await readReplicaState(send, position);
    const problem = mismatch(state, position);
    if (problem !== null) throw new NotThereError(problem);
    const waited = performance.now() - begun;
    if (state.isReached) return waited;
    if (waited >= WAIT_MS) throw new LagError('lags');
  }
}
