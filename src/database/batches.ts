import DataLoader from 'dataloader';
import { turns } from '../turns.ts';

/** In order, what came of each, or what is still to come of it. */
export type Outcomes<Result> = readonly (Result | Promise<Result>)[];

export type Run<Item, Result> = (items: readonly Item[]) => Promise<Outcomes<Result>>;

export type Batches<Item, Result> = { readonly load: (item: Item) => Promise<Result> };

/** What is under way of one kind. */
type Busy = { batches: number; items: number };

export type Limits = {
  /** How many are of one batch. */
  readonly most: number;
  /** Whether one more batch may go; what comes until then is of the next one. */
  readonly mayGo: (busy: Readonly<Busy>) => boolean;
};

/** A kind under its name, which holds all that it depends on; forgotten when nothing is under way. */
export function batchesByName<Item>(limits: Limits) {
  const kinds = new Map<string, Batches<Item, unknown>>();
  return <Result>(name: string, run: Run<Item, Result>): Batches<Item, Result> => {
    const known = kinds.get(name);
    if (known !== undefined) return known as Batches<Item, Result>;

    const queue = batchQueue(limits, () => kinds.delete(name));
    const kind = inBatches({ most: limits.most, queue, run });
    kinds.set(name, kind);
    return kind;
  };
}

/** Of whatever kind: most connections are left to the others. */
const REPEATED_AT_ONCE = 4;

/**
 * What spoils a batch is not to cost all of it: each is done once more by itself, a few at a time,
 * and answered as soon as its own is over.
 */
export function orEachAlone(mayRepeat: (error: unknown) => boolean) {
  const inTurn = turns(REPEATED_AT_ONCE);
  return async <Item, Result>(
    items: readonly Item[],
    run: (items: readonly Item[]) => Promise<readonly Result[]>,
  ): Promise<Outcomes<Result>> => {
    try {
      return await run(items);
    } catch (error) {
      if (items.length === 1 || !mayRepeat(error)) throw error;
      return items.map((item) => inTurn(async () => (await run([item]))[0] as Result));
    }
  };
}

type Options<Item, Result> = {
  readonly most: number;
  readonly queue: BatchQueue;
  readonly run: Run<Item, Result>;
};

/** Does together what comes at the same time. What comes alone waits for one turn of the event loop. */
function inBatches<Item, Result>({
  most,
  queue,
  run,
}: Options<Item, Result>): Batches<Item, Result> {
  const runCounted = (items: readonly Item[]) => {
    const outcomes = run(items);
    void queue.count(items.length, outcomes);
    return outcomes;
  };
  const loader = new DataLoader<Item, Result | Promise<Result>>(runCounted, {
    cache: false,
    maxBatchSize: most,
    batchScheduleFn: queue.add,
  });
  return { load: async (item) => await loader.load(item) };
}

type BatchQueue = {
  readonly add: (dispatch: () => void) => void;
  /** A batch that went counts until all of it is over, what is repeated of it included. */
  readonly count: (items: number, outcomes: Promise<Outcomes<unknown>>) => Promise<void>;
};

/** @param close called when nothing is under way */
function batchQueue({ mayGo }: Limits, close: () => void): BatchQueue {
  const busy: Busy = { batches: 0, items: 0 };
  const waiting: (() => void)[] = [];

  function goOn(): void {
    if (!mayGo(busy)) return;
    const dispatch = waiting.shift();
    if (dispatch === undefined) return;
    busy.batches += 1;
    // One turn of the event loop: everything that the sockets brought in it is of one batch.
    setImmediate(dispatch);
  }

  return {
    add: (dispatch) => {
      waiting.push(dispatch);
      goOn();
    },
    count: async (items, outcomes) => {
      busy.items += items;
      const known = await outcomes.catch(() => []);
      await Promise.allSettled(known.filter((outcome) => outcome instanceof Promise));
      busy.items -= items;
      busy.batches -= 1;
      goOn();
      if (busy.batches === 0) close();
    },
  };
}
