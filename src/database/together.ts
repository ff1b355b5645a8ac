import type { Sql } from 'sql-template-tag';
import { type Batches, type BatchOptions, inBatches, orEachAlone } from './batches.ts';
import type { Rows } from './database.ts';
import { isLockTimeout, isStatementTimeout, isUndone } from './errors.ts';

/**
 * Lets requests that come at the same time share statements. Nothing is remembered: whoever asks is
 * answered by a statement that was sent after it asked.
 */
export type Together = {
  /** What belongs to each of some ids, read with what others ask for. `find` answers in order. */
  readonly each: <Found>(
    name: string,
    ids: readonly bigint[],
    find: Find<Found>,
  ) => Promise<readonly Found[]>;
  /** The rows of a statement that others may be about to send just so. Not to be changed. */
  readonly same: Rows;
  /** What came of something to write, written with what others ask to be written so. */
  readonly write: <Item, Written>(
    name: string,
    item: Item,
    write: Write<Item, Written>,
  ) => Promise<Written>;
};

/** One statement in no transaction. */
type Write<Item, Written> = {
  /** Answers in order. It waits for no row that somebody else holds, at least not for long. */
  readonly together: (items: readonly Item[]) => Promise<readonly Written[]>;
  /** As long as it takes: for one that the others are not to wait for, or that spoiled theirs. */
  readonly alone: (item: Item) => Promise<Written>;
};

/** More than this many fill a statement by themselves. */
const WORTH_SHARING = 10;

const READING = { most: 500, mayGo: ({ batches }) => batches < 2 } satisfies Rules;
/**
 * A commit costs about as much for many as for one: only a few go beside one another. Of one batch
 * are fewer than are read: each may bring as much as a request may hold.
 */
const WRITING = { most: 100, mayGo: ({ items }) => items < 4 } satisfies Rules;

type Rules = Omit<BatchOptions<never, unknown>, 'run'>;
type Find<Found> = (ids: readonly bigint[]) => Promise<readonly Found[]>;

export function openTogether(rows: Rows): Together {
  const reading: Kinds<bigint> = new Map();
  const writing: Kinds<never> = new Map();
  const load = <Found>(name: string, id: bigint, find: Find<Found>): Promise<Found> => {
    const run = (ids: readonly bigint[]) => findDistinct(ids, find);
    const kind = kindOf(reading, name, { ...READING, run }) as Batches<bigint, Found>;
    return kind.load(id);
  };
  return {
    each: (name, ids, find) =>
      ids.length > WORTH_SHARING ? find(ids) : Promise.all(ids.map((id) => load(name, id, find))),
    same: identicalReads(rows),
    write: <Item, Written>(name: string, item: Item, write: Write<Item, Written>) => {
      const run = (items: readonly Item[]) => writeAll(items, write);
      // Those of one name are of one type.
      const kind = kindOf(writing as Kinds<Item>, name, { ...WRITING, run });
      return kind.load(item) as Promise<Written>;
    },
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

type Kinds<Item> = Map<string, Batches<Item, unknown>>;

/** Its name holds all arguments; it is forgotten when nobody waits, as there may be any number. */
function kindOf<Item>(
  kinds: Kinds<Item>,
  name: string,
  options: BatchOptions<Item, unknown>,
): Batches<Item, unknown> {
  const known = kinds.get(name);
  if (known !== undefined) return known;

  const kind = inBatches(options, () => kinds.delete(name));
  kinds.set(name, kind);
  return kind;
}

/** Repeated is only what is certainly not there: of a lost connection nobody knows what came. */
function writeAll<Item, Written>(
  items: readonly Item[],
  { together, alone }: Write<Item, Written>,
): Promise<readonly (Written | Promise<Written>)[]> {
  const mayRepeat = (error: unknown, count: number) =>
    count > 1 ? isUndone(error) : isLockTimeout(error);
  return orEachAlone(items, together, { mayRepeat, alone });
}

/** Each id once, whoever asks for it. */
async function findDistinct<Found>(
  ids: readonly bigint[],
  find: Find<Found>,
): Promise<readonly (Found | Promise<Found>)[]> {
  const distinct = [...new Set(ids)];
  const found = await orEachAlone(distinct, find, {
    mayRepeat: (error, count) => count > 1 && isStatementTimeout(error),
    alone: async (id) => (await find([id]))[0] as Found,
  });
  const places = new Map(distinct.map((id, place) => [id, place]));
  return ids.map((id) => found[places.get(id) ?? 0] as Found | Promise<Found>);
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
