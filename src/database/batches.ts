import DataLoader from 'dataloader';

/** Answers in order: what came of each, an error, or what is still to come of it. */
export type Run<Item, Result> = (
  items: readonly Item[],
) => Promise<readonly (Result | Promise<Result> | Error)[]>;

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

    const kind = inBatches({ limits, run, close: () => kinds.delete(name) });
    kinds.set(name, kind);
    return kind;
  };
}

type Repetition<Item, Result> = {
  /** @param count how many were done together */
  readonly mayRepeat: (error: unknown, count: number) => boolean;
  readonly alone: (item: Item) => Promise<Result>;
};

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

type Options<Item, Result> = {
  readonly limits: Limits;
  readonly run: Run<Item, Result>;
  /** Called when nothing is under way. */
  readonly close: () => void;
};

/** Does together what comes at the same time. What comes alone waits for one turn of the event loop. */
function inBatches<Item, Result>({
  limits: { most, mayGo },
  run,
  close,
}: Options<Item, Result>): Batches<Item, Result> {
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

  async function runCounted(items: readonly Item[]) {
    busy.items += items.length;
    try {
      return await run(items);
    } finally {
      busy.items -= items.length;
      busy.batches -= 1;
      goOn();
      if (busy.batches === 0) close();
    }
  }

  const loader = new DataLoader<Item, Result | Promise<Result>>(runCounted, {
    cache: false,
    maxBatchSize: most,
    batchScheduleFn: (dispatch) => {
      waiting.push(dispatch);
      goOn();
    },
  });
  return { load: async (item) => await loader.load(item) };
}
