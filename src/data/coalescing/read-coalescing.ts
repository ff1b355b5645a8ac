import type { Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { currentScope, inScope, type RequestScope } from '../../core/request/scope.ts';
import { sharedScope, untilOver } from '../../core/request/shared.ts';
import { type HeavyReadLimiter, heavyReadLimiter } from '../connection/heavy.ts';
import type { Rows } from '../database.ts';
import { type BatchLimits, batchesByKey } from './batch-queue.ts';
import { type IdRead, readKeyOf } from './shared-read.ts';
import { valueKey } from './value-key.ts';

/**
 * Lets requests that come at the same time share statements. Nothing is remembered: whoever asks is
 * answered by a statement that was sent after it asked.
 */
export type SharedReads = {
  /** What belongs to each of some ids, in their order, read with what others ask for. */
  readonly each: ReadShared;
  /** The same for expensive reads: fewer share a statement, and more statements run at once. */
  readonly eachInParts: ReadShared;
  /** The rows of a statement that others may be about to send with the same values. Not to be changed. */
  readonly same: Rows;
  /** The same for what a replica may answer, where there is one. */
  readonly sameOnReplica: Rows;
};

declare module '../../core/app.ts' {
  interface App {
    readonly sharedReads: SharedReads;
  }
}

type ReadShared = <Found>(
  app: App,
  read: IdRead<Found>,
  ids: readonly bigint[],
) => Promise<readonly Found[]>;

const LIGHT: BatchLimits = { most: 500, mayGo: ({ batches }) => batches < 2 };
/** All in one statement, the database would work while the server waits, and then the other way round. */
const HEAVY: BatchLimits = { most: 8, mayGo: ({ batches }) => batches < 4 };
/** More than this many fill a statement by themselves. */
const WORTH_SHARING = 10;
/** A request for the figures of one user takes little: many wait, though few are read at once. */
const WAITING: Parameters<typeof heavyReadLimiter>[0] = { perCaller: 64, inAll: 256 };

export function coalescedReads(rows: Rows, onReplica?: Rows): SharedReads {
  const limit = heavyReadLimiter(WAITING);
  const same = identicalReads(rows);
  return {
    each: sharedReads(LIGHT),
    eachInParts: limitedEach(limit, sharedReads(HEAVY)),
    same,
    sameOnReplica: onReplica === undefined ? same : identicalReads(onReplica),
  };
}

function sharedReads(limits: BatchLimits): ReadShared {
  const batchesOf = batchesByKey<bigint>(limits);
  return (app, read, ids) => {
    if (ids.length === 0) return Promise.resolve([]);
    if (ids.length > WORTH_SHARING) return read.find(app, ids);
    const batches = batchesOf(app, readKeyOf(read), (some) => read.find(app, some));
    return Promise.all(ids.map((id) => batches.load(id)));
  };
}

/** Every request reads for itself. */
export function separateReads(rows: Rows, onReplica: Rows = rows): SharedReads {
  const limit = heavyReadLimiter(WAITING);
  const each: ReadShared = (app, read, ids) => read.find(app, ids);
  const eachInParts = limitedEach(limit, each);
  return { each, eachInParts, same: rows, sameOnReplica: onReplica };
}

function limitedEach(admit: HeavyReadLimiter, each: ReadShared): ReadShared {
  return (app, read, ids) => admit(() => each(app, read, ids));
}

/** A statement that is not sent yet, and those who wait for it. */
type Joined = { readonly read: Promise<unknown[]>; readonly scopes: (RequestScope | undefined)[] };

function identicalReads(rows: Rows): Rows {
  const waiting = new Map<string, Joined>();
  const running = new Map<string, Promise<unknown>>();
  return <Row>(statement: Sql) => {
    const key = valueKey(statement.values) + statement.text;
    const known = waiting.get(key);
    known?.scopes.push(currentScope());
    if (known !== undefined) return untilOver(known.read as Promise<Row[]>);

    const scopes = [currentScope()];
    const read = (running.get(key) ?? nextTick()).then(() => {
      waiting.delete(key);
      const sent = inScope(sharedScope(scopes), () => rows<Row>(statement));
      const over = sent.then(forget, forget);
      running.set(key, over);
      function forget(): void {
        if (running.get(key) === over) running.delete(key);
      }
      return sent;
    });
    waiting.set(key, { read, scopes });
    return untilOver(read);
  };
}

function nextTick(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setImmediate(resolve);
  return promise;
}
