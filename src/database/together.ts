import DataLoader from 'dataloader';
import type { Sql } from 'sql-template-tag';
import type { Rows } from './database.ts';
import { isStatementTimeout } from './errors.ts';

/**
 * Lets requests that come at the same time share statements. Nothing is remembered: whoever asks is
 * answered by a statement that was sent after it asked.
 */
export type Together = {
  /** What belongs to each of some ids, read with what others ask for. `find` answers in order. */
  readonly each: <Found>(
    name: string,
    ids: readonly bigint[],
    find: (ids: readonly bigint[]) => Promise<readonly Found[]>,
  ) => Promise<readonly Found[]>;
  /** The rows of a statement that others may be about to send just so. Not to be changed. */
  readonly same: Rows;
};

/** How many statements of one kind are under way at once; what comes meanwhile shares the next one. */
const AT_ONCE = 2;
const MAX_BATCH = 500;
/** More than this many fill a statement by themselves. */
const WORTH_SHARING = 10;

type Find<Found> = (ids: readonly bigint[]) => Promise<readonly Found[]>;

export function readTogether(rows: Rows): Together {
  const kinds = new Map<string, Kind<unknown>>();
  const load = <Found>(name: string, id: bigint, find: Find<Found>): Promise<Found> => {
    const kind = (kinds.get(name) ?? openKind(kinds, name, find)) as Kind<Found>;
    return kind.load(id);
  };
  return {
    each: (name, ids, find) =>
      ids.length > WORTH_SHARING ? find(ids) : Promise.all(ids.map((id) => load(name, id, find))),
    same: identicalReads(rows),
  };
}

/** Every request reads for itself. */
export function readAlone(rows: Rows): Together {
  return { each: (_name, ids, find) => find(ids), same: rows };
}

/** What was found of each id; null where nothing was. */
export function inOrder<Row extends { readonly id: bigint }>(
  ids: readonly bigint[],
  rows: readonly Row[],
): (Row | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

type Kind<Found> = { readonly load: (id: bigint) => Promise<Found> };

/** Its name holds all arguments; it is forgotten when nobody waits, as there may be any number. */
function openKind<Found>(
  kinds: Map<string, Kind<unknown>>,
  name: string,
  find: Find<Found>,
): Kind<Found> {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function read(ids: readonly bigint[]): Promise<(Found | Error)[]> {
    running += 1;
    try {
      const distinct = [...new Set(ids)];
      const found = await findAll(distinct, find);
      const places = new Map(distinct.map((id, place) => [id, place]));
      return ids.map((id) => found[places.get(id) ?? 0] as Found | Error);
    } finally {
      running -= 1;
      const next = waiting.shift();
      if (next) setImmediate(next);
      else if (running === 0) kinds.delete(name);
    }
  }

  const loader = new DataLoader<bigint, Found>(read, {
    cache: false,
    maxBatchSize: MAX_BATCH,
    // One turn of the event loop: everything that the sockets brought in it shares a statement.
    batchScheduleFn: (dispatch) => {
      if (running < AT_ONCE) setImmediate(dispatch);
      else waiting.push(dispatch);
    },
  });
  const kind = { load: (id: bigint) => loader.load(id) };
  kinds.set(name, kind);
  return kind;
}

/** One that takes too long is not to cost the others their answer: then each is read by itself. */
async function findAll<Found>(
  ids: readonly bigint[],
  find: Find<Found>,
): Promise<readonly (Found | Error)[]> {
  try {
    return await find(ids);
  } catch (error) {
    if (ids.length === 1 || !isStatementTimeout(error)) throw error;
    return await Promise.all(
      ids.map((id) =>
        find([id]).then(
          ([found]) => found as Found,
          (alone: Error) => alone,
        ),
      ),
    );
  }
}

function identicalReads(rows: Rows): Rows {
  const waiting = new Map<string, Promise<unknown[]>>();
  const running = new Map<string, Promise<unknown>>();
  return <Row>(statement: Sql) => {
    const key = keyText([statement.text, statement.values]);
    const joined = waiting.get(key);
    if (joined !== undefined) return joined as Promise<Row[]>;

    const read = (running.get(key) ?? nextTurn()).then(() => {
      waiting.delete(key);
      const sent = rows<Row>(statement);
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
