import type { App } from '../../core/app.ts';
import { fairLine } from '../../core/request/fair-queue.ts';
import { isLockTimeout } from '../errors.ts';
import { type BatchLimits, batchesByKey } from './batch-queue.ts';

/** Lets requests that come at the same time share a statement that writes, and its commit. */
export type GroupCommit = <Item, Written>(
  app: App,
  write: GroupWrite<Item, Written>,
  item: Item,
) => Promise<Written>;

declare module '../../core/app.ts' {
  interface App {
    readonly groupCommit: GroupCommit;
  }
}

/** One statement in no transaction. Defined when its module is loaded: items of one definition share. An item is small. */
export type GroupWrite<Item, Written> = {
  /** Answers in order. It waits for no row that somebody else holds, at least not for long. */
  readonly inGroup: (app: App, items: readonly Item[]) => Promise<readonly Written[]>;
  /** Whether an item was left out for such a row, where that is no error. */
  readonly isLeft?: (written: Written) => boolean;
  /** As long as it takes: for one that the others are not to wait for. */
  readonly alone: (app: App, item: Item) => Promise<Written>;
};

/** A commit costs about the same for one item as for many, so only a few run at once. */
const LIMITS: BatchLimits = { most: 100, mayGo: ({ items }) => items < 4, ending: 'first' };
/** Those who wait for rows that others hold: most connections are left to the rest. */
const PATIENT = { atOnce: 4, perCaller: 2 };

export function groupCommit(): GroupCommit {
  const batchesOf = batchesByKey<unknown>(LIMITS);
  const patient = fairLine(PATIENT);
  return async <Item, Written>(app: App, write: GroupWrite<Item, Written>, item: Item) => {
    // Those of one definition are of one type.
    const inGroup = (items: readonly unknown[]) => write.inGroup(app, items as readonly Item[]);
    try {
      const written = await batchesOf(app, write, inGroup).load(item);
      if (!write.isLeft?.(written)) return written;
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
    }
    return await patient.run(() => write.alone(app, item));
  };
}

/** Every request writes for itself. */
export const separateCommit: GroupCommit = (app, { alone }, item) => alone(app, item);
