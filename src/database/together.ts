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

type Limits = {
  /** How many statements of one kind are under way; what comes meanwhile shares the next one. */
  readonly atOnce: number;
  /** For how many ids one statement reads. */
  readonly most: number;
};

const LIGHT: Limits = { atOnce: 2, most: 500 };
/** All in one statement, the database would work while the server waits, and then the other way round. */
const HEAVY: Limits = { atOnce: 4, most: 8 };
/** More than this many fill a statement by themselves. */
const WORTH_SHARING = 10;

export function readTogether(rows: Rows): Together {
  return { each: sharedReads(LIGHT), eachInParts: sharedReads(HEAVY), same: identicalReads(rows) };
}

function sharedReads(limits: Limits): ReadShared {
  // By a name that holds all arguments; forgotten when nobody waits, as there may be any number.
  const kinds = new Map<string, Kind<unknown>>();

  function kindOf<Found>(name: string, find: Find<Found>): Kind<Found> {
    const known = kinds.get(name);
    if (known !== undefined) return known as Kind<Found>;
    const kind = openKind(find, limits, () => kinds.delete(name));
    kinds.set(name, kind);
    return kind;
  }

  return (name, ids, find) => {
    if (ids.length > WORTH_SHARING) return find(ids);
    const kind = kindOf(name, find);
    return Promise.all(ids.map((id) => kind.load(id)));
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

type Kind<Found> = { readonly load: (id: bigint) => Promise<Found> };

/** @param close is called when nothing is under way */
function openKind<Found>(
  find: Find<Found>,
  { atOnce, most }: Limits,
  close: () => void,
): Kind<Found> {
  let taken = 0;
  const waiting: (() => void)[] = [];

  async function read(ids: readonly bigint[]): Promise<(Found | Error)[]> {
    try {
      const distinct = [...new Set(ids)];
      const found = await findAll(distinct, find);
      const places = new Map(distinct.map((id, place) => [id, place]));
      return ids.map((id) => found[places.get(id) ?? 0] as Found | Error);
    } finally {
      const next = waiting.shift();
      if (next) setImmediate(next);
      else taken -= 1;
      if (taken === 0) close();
    }
  }

  const loader = new DataLoader<bigint, Found>(read, {
    cache: false,
    maxBatchSize: most,
    // One turn of the event loop: everything that the sockets brought in it shares a statement.
    batchScheduleFn: (dispatch) => {
      if (taken === atOnce) {
        waiting.push(dispatch);
        return;
      }
      taken += 1;
      setImmediate(dispatch);
    },
  });
  return loader;
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

function identicalReads(rows: Rows): Together['same'] {
  const waiting = new Map<string, Promise<unknown[]>>();
  const running = new Map<string, Promise<unknown>>();
  return <Row>(statement: Sql, prepare?: (found: readonly Row[]) => void) => {
    const key = keyText([statement.text, statement.values]);
    const joined = waiting.get(key);
    if (joined !== undefined) return joined as Promise<Row[]>;

    const read = (running.get(key) ?? nextTurn()).then(() => {
      waiting.delete(key);
      const sent = rows<Row>(statement).then((found) => {
        prepare?.(found);
        return found;
      });
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
