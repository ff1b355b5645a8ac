import DataLoader from 'dataloader';

/** Answers in order; an error in place of what could not be done. */
export type Run<Item, Result> = (items: readonly Item[]) => Promise<readonly (Result | Error)[]>;

export type Batches<Item, Result> = { readonly load: (item: Item) => Promise<Result> };

type Options<Item, Result> = {
  readonly run: Run<Item, Result>;
  readonly most: number;
  /** Called when nobody waits any longer. */
  readonly whenIdle: () => void;
};

/** How many batches of one kind are under way at once; what comes meanwhile shares the next one. */
const AT_ONCE = 2;

/** Does together what comes at the same time. What comes alone waits for one turn of the event loop. */
export function inBatches<Item, Result>(options: Options<Item, Result>): Batches<Item, Result> {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function run(items: readonly Item[]): Promise<readonly (Result | Error)[]> {
    running += 1;
    try {
      return await options.run(items);
    } finally {
      running -= 1;
      const next = waiting.shift();
      if (next) setImmediate(next);
      else if (running === 0) options.whenIdle();
    }
  }

  const loader = new DataLoader<Item, Result>(run, {
    cache: false,
    maxBatchSize: options.most,
    // One turn of the event loop: everything that the sockets brought in it is of one batch.
    batchScheduleFn: (dispatch) => {
      if (running < AT_ONCE) setImmediate(dispatch);
      else waiting.push(dispatch);
    },
  });
  return { load: (item) => loader.load(item) };
}

/** What spoils a batch is not to cost all of it: then each is done by itself. */
export async function orEachAlone<Item, Result>(
  items: readonly Item[],
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  mayRepeat: (error: unknown) => boolean,
): Promise<readonly (Result | Error)[]> {
  try {
    return await run(items);
  } catch (error) {
    if (items.length === 1 || !mayRepeat(error)) throw error;
    return await Promise.all(
      items.map((item) =>
        run([item]).then(
          ([result]) => result as Result,
          (alone: Error) => alone,
        ),
      ),
    );
  }
}
