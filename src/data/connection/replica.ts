import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Sql } from 'sql-template-tag';
import { DomainError } from '../../core/errors.ts';
import type { FairLine } from '../../core/request/fair-queue.ts';
import { outsideRequestScope } from '../../core/request/scope.ts';
import type { PlainDatabase, Rows } from '../database.ts';
import { isOfStatement, isUndone } from '../errors.ts';
import { endPool } from './connections.ts';
import { cut } from './cut.ts';
import { countsOf, linesFor, openPool, type PoolOptions } from './open-pool.ts';
import { CURRENT_POSITION, mismatch, type Position } from './replica-position.ts';
import { type Lag, readState, watchReplica } from './replica-watch.ts';
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
  const position = askedTogether(() => positionOf(primary.rows));
  const watch = watchReplica({
    url: options.url,
    position,
    log,
    cutAll: () => {
      for (const client of connections) cut(client);
    },
  });
  let reads = 0;
  let fallbacks = 0;

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
      const begun = await position();
      return await afterPosition(source, begun, (send) => send(query));
    };
  }

  /** Null where the replica did not answer. */
  async function tryOn<Row>(onReplica: Rows, statement: Sql): Promise<Row[] | null> {
    try {
      const found = await onReplica<Row>(statement);
      reads += 1;
      return found;
    } catch (error) {
      // The caller's own: too large, or too late.
      if (error instanceof DomainError) throw error;
      if (!isOfStatement(error)) watch.setAside();
      return null;
    }
  }

  return {
    orPrimary: (kind, newTypes, onPrimary) => {
      const onReplica = boundedRowsBy(runOn(lines[kind]), session, newTypes);
      return async <Row>(statement: Sql) => {
        const found = watch.isUsable() ? await tryOn<Row>(onReplica, statement) : null;
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

/** One answer for all who ask before the question is sent: it is true at the time of each. */
function askedTogether<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let next: Promise<Answer> | null = null;
  return () => {
    next ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      next = null;
      return outsideRequestScope(ask);
    });
    return next;
  };
}

/** The server of this connection cannot answer for the primary. */
class NotThereError extends Error {
  override readonly name = 'NotThereError';
}

/** Does some work on one connection, whose server has everything up to the position when it begins. */
async function afterPosition<Result>(
  source: ConnectionSource,
  position: Position,
  work: (send: RunQuery) => Promise<Result>,
): Promise<Result> {
  const session = await openSession(source);
  const send: RunQuery = (query) => session.send(query);
  let isUsable = false;
  try {
    // One transaction keeps both on one server behind a pooler. Each statement sees what is there when it begins.
    await send({ text: source.begin() });
    await untilReached(send, position);
    const result = await work(send);
    await session.commit();
    isUsable = true;
    return result;
  } catch (error) {
    await session.rollback();
    isUsable = isUndone(error);
    throw error;
  } finally {
    session.close(isUsable);
  }
}

async function untilReached(send: RunQuery, position: Position): Promise<void> {
  for (const until = performance.now() + WAIT_MS; ; await pause(STEP_MS)) {
    const state = await readState(send, position);
    const problem = mismatch(state, position);
    if (problem !== null) throw new NotThereError(problem);
    if (state.isReached) return;
    if (performance.now() >= until) throw new NotThereError('lags');
  }
}
