import DataLoader from 'dataloader';

/** Answers in order: what came of each, an error, or what is still to come of it. */
export type Run<Item, Result> = (
  items: readonly Item[],
) => Promise<readonly (Result | Promise<Result> | Error)[]>;

export type Batches<Item, Result> = { readonly load: (item: Item) => Promise<Result> };

/** What is under way of one kind. */
type Busy = { batches: number; items: number };

export type BatchOptions<Item, Result> = {
  readonly run: Run<Item, Result>;
  /** How many are of one batch. */
  readonly most: number;
  /** Whether a batch may go while others are under way; what comes until then is of the next one. */
  readonly mayGo: (busy: Readonly<Busy>) => boolean;
};

/**
 * Does together what comes at the same time. What comes alone waits for one turn of the event loop.
 * @param whenIdle called when nobody waits any longer
 */
export function inBatches<Item, Result>(
  { run, most, mayGo }: BatchOptions<Item, Result>,
  whenIdle: () => void,
): Batches<Item, Result> {
  const busy: Busy = { batches: 0, items: 0 };
  const waiting: (() => void)[] = [];

  function count(batches: 1 | -1, { length }: readonly Item[]): void {
    busy.batches += batches;
    busy.items += batches * length;
  }

  async function runCounted(items: readonly Item[]) {
    count(1, items);
    try {
      return await run(items);
    } finally {
      count(-1, items);
      const next = mayGo(busy) ? waiting.shift() : undefined;
      if (next) setImmediate(next);
      else if (busy.batches === 0) whenIdle();
    }
  }

  const loader = new DataLoader<Item, Result | Promise<Result>>(runCounted, {
    cache: false,
    maxBatchSize: most,
    // One turn of the event loop: everything that the sockets brought in it is of one batch.
    batchScheduleFn: (dispatch) => {
      if (mayGo(busy)) setImmediate(dispatch);
      else waiting.push(dispatch);
    },
  });
  return { load: async (item) => await loader.load(item) };
}

/** What spoils a batch is not to cost all of it: then each is done by itself, and waits for no other. */
export async function orEachAlone<Item, Result>(
  items: readonly Item[],
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  { mayRepeat, alone }: Repetition<Item, Result>,
): Promise<readonly (Result | Promise<Result>)[]> {
  try {
    return await run(items);
  } catch (error) {
    if (!mayRepeat(error, items.length)) throw error;
    return items.map(alone);
  }
}

type Repetition<Item, Result> = {
  /** @param count how many were done together */
  readonly mayRepeat: (error: unknown, count: number) => boolean;
  readonly alone: (item: Item) => Promise<Result>;
};
