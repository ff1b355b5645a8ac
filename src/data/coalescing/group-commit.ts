import { fairLine } from '../../core/request/fair-queue.ts';
import { isLockTimeout } from '../errors.ts';
import { type BatchLimits, batchesByName } from './batch-queue.ts';

/** Lets requests that come at the same time share a statement that writes, and its commit. */
export type GroupCommit = <Item, Written>(
  name: string,
  item: Item,
  write: Write<Item, Written>,
) => Promise<Written>;

declare module '../../core/app.ts' {
  interface App {
    readonly writeTogether: GroupCommit;
  }
}

/** One statement in no transaction. An item is small: a batch holds many. */
type Write<Item, Written> = {
  /** Answers in order. It waits for no row that somebody else holds, at least not for long. */
  readonly inGroup: (items: readonly Item[]) => Promise<readonly Written[]>;
  /** Whether an item was left out for such a row, where that is no error. */
  readonly isLeft?: (written: Written) => boolean;
  /** As long as it takes: for one that the others are not to wait for. */
  readonly alone: (item: Item) => Promise<Written>;
};

/** A commit costs about as much for many as for one: only a few go beside one another. */
const LIMITS: BatchLimits = { most: 100, mayGo: ({ items }) => items < 4, ending: 'first' };
/** Those who wait for rows that others hold: most connections are left to the rest. */
const PATIENT = { atOnce: 4, perCaller: 2 };

export function groupCommit(): GroupCommit {
  // Those of one name are of one type.
  const kindOf = batchesByName<unknown>(LIMITS);
  const patient = fairLine(PATIENT);
  return async <Item, Written>(
    name: string,
    item: Item,
    { inGroup: together, isLeft, alone }: Write<Item, Written>,
  ) => {
    const kind = kindOf<Written>(name, (items) => together(items as readonly Item[]));
    try {
      const written = await kind.load(item);
      if (!isLeft?.(written)) return written;
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
    }
    return await patient.run(() => alone(item));
  };
}

/** Every request writes for itself. */
export const separateCommit: GroupCommit = (_name, item, { alone }) => alone(item);
