import { batchesByName, type Limits, orEachAlone } from './batches.ts';
import { isLockTimeout, isUndone } from './errors.ts';

/** Lets requests that come at the same time share a statement that writes, and its commit. */
export type WriteTogether = <Item, Written>(
  name: string,
  item: Item,
  write: Write<Item, Written>,
) => Promise<Written>;

/** One statement in no transaction. */
type Write<Item, Written> = {
  /** Answers in order. It waits for no row that somebody else holds, at least not for long. */
  readonly together: (items: readonly Item[]) => Promise<readonly Written[]>;
  /** As long as it takes: for one that the others are not to wait for, or that spoiled theirs. */
  readonly alone: (item: Item) => Promise<Written>;
};

/**
 * A commit costs about as much for many as for one: only a few go beside one another. Of one batch
 * are fewer than are read: each may bring as much as a request may hold.
 */
const LIMITS: Limits = { most: 100, mayGo: ({ items }) => items < 4 };

export function writeTogether(): WriteTogether {
  // Those of one name are of one type.
  const kindOf = batchesByName<unknown>(LIMITS);
  return <Item, Written>(name: string, item: Item, write: Write<Item, Written>) =>
    kindOf<Written>(name, (items) => writeAll(items as readonly Item[], write)).load(item);
}

/** Every request writes for itself. */
export const writeAlone: WriteTogether = (_name, item, { alone }) => alone(item);

function writeAll<Item, Written>(
  items: readonly Item[],
  { together, alone }: Write<Item, Written>,
): Promise<readonly (Written | Promise<Written>)[]> {
  // Only what is certainly not there: of a lost connection nobody knows what came.
  const mayRepeat = (error: unknown, count: number) =>
    count > 1 ? isUndone(error) : isLockTimeout(error);
  return orEachAlone(items, together, { mayRepeat, alone });
}
