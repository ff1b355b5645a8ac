import type { Sql } from 'sql-template-tag';
import { batchesByName, type Limits, type Outcomes, orEachAlone } from './batches.ts';
import type { Rows } from './database.ts';
import { isStatementTimeout } from './errors.ts';

/**
 * Lets requests that come at the same time share statements. Nothing is remembered: whoever asks is
 * answered by a statement that was sent after it asked.
 */
export type Together = {
  /** What belongs to each of some ids, read with what others ask for. `find` answers in order. */
  readonly each: ReadShared;
  /** The same for what the database has to work at: few share a statement, and more are under way. */
  readonly eachInParts: ReadShared;
  /**
   * The rows of a statement that others may be about to send just so. Not to be changed.
   * @param prepare what is done to the rows first, once for all
   */
  readonly same: <Row>(statement: Sql, prepare?: (rows: readonly Row[]) => void) => Promise<Row[]>;
};

type ReadShared = <Found>(
  name: string,
  ids: readonly bigint[],
  find: Find<Found>,
) => Promise<readonly Found[]>;

type Find<Found> = (ids: readonly bigint[]) => Promise<readonly Found[]>;

const LIGHT: Limits = { most: 500, mayGo: ({ batches }) => batches < 2 };
/** All in one statement, the database would work while the server waits, and then the other way round. */
const HEAVY: Limits = { most: 8, mayGo: ({ batches }) => batches < 4 };
/** More than this many fill a statement by themselves. */
const WORTH_SHARING = 10;

export function readTogether(rows: Rows): Together {
  return {
    each: sharedReads(LIGHT),
    eachInParts: sharedReads(HEAVY),
    same: identicalReads(rows),
  };
}

function sharedReads(limits: Limits): ReadShared {
  const kindOf = batchesByName<bigint>(limits);
  const findAll = orEachAlone(isStatementTimeout);
  return (name, ids, find) => {
    if (ids.length === 0) return Promise.resolve([]);
    if (ids.length > WORTH_SHARING) return find(ids);
    const kind = kindOf(name, (all) => onceEach(all, (distinct) => findAll(distinct, find)));
    return Promise.all(ids.map((id) => kind.load(id)));
  };
}

/** Every request reads for itself. */
export function readAlone(rows: Rows): Together {
  const each: ReadShared = (_name, ids, find) => find(ids);
  return {
    each,
    eachInParts: each,
    same: preparedReads(rows),
  };
}

function preparedReads(rows: Rows): Together['same'] {
  return async (statement, prepare) => {
    const found = await rows<never>(statement);
    prepare?.(found);
    return found;
  };
}

/** What was found of each id; null where nothing was. */
export function inOrder<Row extends { readonly id: bigint }>(
  ids: readonly bigint[],
  rows: readonly Row[],
): (Row | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** Each id once, whoever asks for it. */
async function onceEach<Found>(
  ids: readonly bigint[],
  find: (distinct: readonly bigint[]) => Promise<Outcomes<Found>>,
): Promise<Outcomes<Found>> {
  const distinct = [...new Set(ids)];
  const found = await find(distinct);
  const places = new Map(distinct.map((id, place) => [id, place]));
  return ids.map((id) => found[places.get(id) ?? 0] as Found | Promise<Found>);
}

function identicalReads(rows: Rows): Together['same'] {
  const waiting = new Map<string, Promise<unknown[]>>();
  const running = new Map<string, Promise<unknown>>();
  const alone = preparedReads(rows);
  return <Row>(statement: Sql, prepare?: (found: readonly Row[]) => void) => {
    const key = `${statement.text} ${keyText(statement.values)}`;
    const joined = waiting.get(key);
    if (joined !== undefined) return joined as Promise<Row[]>;

    const read = (running.get(key) ?? nextTurn()).then(() => {
      waiting.delete(key);
      const sent = alone<Row>(statement, prepare);
      const over = sent.then(forget, forget);
      running.set(key, over);
      function forget(): void {
        if (running.get(key) === over) running.delete(key);
      }
      return sent;
    });
    waiting.set(key, read);
    return read;
  };
}

function nextTurn(): Promise<void> {
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
