import type { Sql } from 'sql-template-tag';
import { currentScope, inScope, type RequestScope } from '../../core/request/scope.ts';
import { sharedScope, untilOver } from '../../core/request/shared.ts';
import { type HeavyReadLimiter, heavyReadLimiter } from '../connection/heavy.ts';
import type { Rows } from '../database.ts';
import { type BatchLimits, batchesByName } from './batch-queue.ts';

/**
 * Lets requests that come at the same time share statements. Nothing is remembered: whoever asks is
 * answered by a statement that was sent after it asked.
 */
export type SharedReads = {
  /** What belongs to each of some ids, read with what others ask for. `find` answers in order. */
  readonly each: ReadShared;
  /** The same for expensive reads: fewer share a statement, and more statements run at once. */
  readonly eachInParts: ReadShared;
  /**
   * The rows of a statement that others may be about to send just so. Not to be changed.
   * @param prepare what is done to the rows first, once for all
   */
  readonly same: ReadSame;
};

declare module '../../core/app.ts' {
  interface App {
    readonly together: SharedReads;
  }
}

export type ReadSame = <Row>(
  statement: Sql,
  prepare?: (rows: readonly Row[]) => void,
) => Promise<Row[]>;

type ReadShared = <Found>(
  name: string,
  ids: readonly bigint[],
  find: Load<Found>,
) => Promise<readonly Found[]>;

type Load<Found> = (ids: readonly bigint[]) => Promise<readonly Found[]>;

const LIGHT: BatchLimits = { most: 500, mayGo: ({ batches }) => batches < 2, ending: 'last' };
/** All in one statement, the database would work while the server waits, and then the other way round. */
const HEAVY: BatchLimits = { most: 8, mayGo: ({ batches }) => batches < 4, ending: 'last' };
/** More than this many fill a statement by themselves. */
const WORTH_SHARING = 10;
/** A request for the figures of one user takes little: many wait, though few are read at once. */
const WAITING: Parameters<typeof heavyReadLimiter>[0] = { perCaller: 64, inAll: 256 };

/** How statements are run: ordinary ones, and expensive ones. */
export type RowReaders = { readonly rows: Rows; readonly heavyRows: Rows };

export function coalescedReads(rows: Rows): SharedReads {
  const limit = heavyReadLimiter(WAITING);
  return {
    each: sharedReads(LIGHT),
    eachInParts: limitedEach(limit, sharedReads(HEAVY)),
    same: identicalReads(rows),
  };
}

function sharedReads(limits: BatchLimits): ReadShared {
  const kindOf = batchesByName<bigint>(limits);
  return (name, ids, find) => {
    if (ids.length === 0) return Promise.resolve([]);
    if (ids.length > WORTH_SHARING) return find(ids);
    const kind = kindOf(name, find);
    return Promise.all(ids.map((id) => kind.load(id)));
  };
}

/** Every request reads for itself. */
export function separateReads(rows: Rows): SharedReads {
  const limit = heavyReadLimiter(WAITING);
  const each: ReadShared = (_name, ids, find) => find(ids);
  return {
    each,
    eachInParts: limitedEach(limit, each),
    same: preparedReads(rows),
  };
}

function limitedEach(admit: HeavyReadLimiter, each: ReadShared): ReadShared {
  return (name, ids, find) => admit(() => each(name, ids, find));
}

function preparedReads(rows: Rows): ReadSame {
  return async (statement, prepare) => {
    const found = await rows<never>(statement);
    prepare?.(found);
    return found;
  };
}

/** What was found of each id; null where nothing was. */
export function orderById<Row extends { readonly id: bigint }>(
  ids: readonly bigint[],
  rows: readonly Row[],
): (Row | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** A statement that is not sent yet, and those who wait for it. */
type Joined = { readonly read: Promise<unknown[]>; readonly scopes: (RequestScope | undefined)[] };

function identicalReads(rows: Rows): ReadSame {
  const waiting = new Map<string, Joined>();
  const running = new Map<string, Promise<unknown>>();
  const alone = preparedReads(rows);
  return <Row>(statement: Sql, prepare?: (found: readonly Row[]) => void) => {
    const key = `${statement.text} ${keyText(statement.values)}`;
    const known = waiting.get(key);
    known?.scopes.push(currentScope());
    if (known !== undefined) return untilOver(known.read as Promise<Row[]>);

    const scopes = [currentScope()];
    const read = (running.get(key) ?? nextTick()).then(() => {
      waiting.delete(key);
      const sent = inScope(sharedScope(scopes, 'last'), () => alone<Row>(statement, prepare));
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

/** Equal for equal values, numbers of 64 bits among them. */
export function keyText(values: unknown): string {
  return JSON.stringify(values, (_key, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
}
