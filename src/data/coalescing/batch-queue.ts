import type { App } from '../../core/app.ts';
import { type FairLine, fairLine } from '../../core/request/fair-queue.ts';
import {
  currentScope,
  inScope,
  type RequestScope,
  requestTimeout,
} from '../../core/request/scope.ts';
import { sharedScope } from '../../core/request/shared.ts';
import { ResultTooLargeError } from '../connection/result-bytes.ts';
import { isDataError } from '../errors.ts';
import { entryQueue, type QueuedItem } from './queue.ts';

/** Answers in order. */
export type RunBatch<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>;

export type Batches<Item, Result> = { readonly load: (item: Item) => Promise<Result> };

/** What is under way of one kind. */
type Busy = { batches: number; items: number };

export type BatchLimits = {
  /** How many are of one batch. */
  readonly most: number;
  /** Whether one more batch may go; what comes until then is of the next one. */
  readonly mayGo: (busy: Readonly<Busy>) => boolean;
};

/** A kind under its app and its key, which stands for all else that it depends on; forgotten when nothing is under way. */
export function batchesByKey<Item>(limits: BatchLimits) {
  const kindsOf = new WeakMap<App, Map<unknown, Batches<Item, unknown>>>();
  const options = {
    ...limits,
    repeats: fairLine({ atOnce: REPEATED_AT_ONCE, perCaller: REPEATED_AT_ONCE }),
  };
  return <Result>(app: App, key: unknown, run: RunBatch<Item, Result>): Batches<Item, Result> => {
    const kinds = kindsOf.get(app) ?? new Map<unknown, Batches<Item, unknown>>();
    kindsOf.set(app, kinds);
    const known = kinds.get(key);
    if (known !== undefined) return known as Batches<Item, Result>;

    const kind = inBatches(options, run, () => kinds.delete(key));
    kinds.set(key, kind);
    return kind;
  };
}

type Options = BatchLimits & { readonly repeats: FairLine };

type Work<Item, Result> = {
  readonly run: RunBatch<Item, Result>;
  readonly repeat: (entries: readonly QueuedItem<Item, Result>[]) => Promise<void>;
};

/** Of whatever kind: most connections are left to the others. */
const REPEATED_AT_ONCE = 4;

/**
 * Does together what comes at the same time, and the same item once. What comes alone waits for one
 * turn of the event loop.
 * @param close called when nothing is under way
 */
function inBatches<Item, Result>(
  { most, mayGo, repeats }: Options,
  run: RunBatch<Item, Result>,
  close: () => void,
): Batches<Item, Result> {
  const busy: Busy = { batches: 0, items: 0 };
  const queue = entryQueue<Item, Result>();
  const work: Work<Item, Result> = {
    run,
    repeat: (entries) => answerEach(entries, repeats, (entry) => answerAll([entry], work)),
  };
  let isScheduled = false;

  function goOn(): void {
    if (isScheduled || queue.isEmpty() || !mayGo(busy)) return;
    isScheduled = true;
    busy.batches += 1;
    // One turn of the event loop: everything that the sockets brought in it is of one batch.
    setImmediate(() => void dispatch());
  }

  async function dispatch(): Promise<void> {
    isScheduled = false;
    const entries = queue.take(most);
    busy.items += entries.length;
    goOn();
    if (entries.length > 0) await answerAll(entries, work);
    busy.items -= entries.length;
    busy.batches -= 1;
    goOn();
    if (busy.batches === 0) close();
  }

  return {
    load: (item) => {
      const scope = currentScope();
      if (scope?.isOver()) return Promise.reject(requestTimeout());
      const answer = queue.add(item, scope);
      goOn();
      return answer;
    },
  };
}

async function answerAll<Item, Result>(
  entries: readonly QueuedItem<Item, Result>[],
  { run, repeat }: Work<Item, Result>,
): Promise<void> {
  const scope = scopeOf(entries);
  const items = entries.map(({ item }) => item);
  try {
    const results = await inScope(scope, () => run(items));
    for (const [place, entry] of entries.entries()) entry.answer(results[place] as Result);
  } catch (error) {
    if (entries.length > 1 && isOfOneItem(error)) await repeat(entries);
    else for (const entry of entries) entry.fail(error);
  }
}

/** Whether each item by itself may well be answered. */
function isOfOneItem(error: unknown): boolean {
  return isDataError(error) || error instanceof ResultTooLargeError;
}

function scopeOf<Item, Result>(
  entries: readonly QueuedItem<Item, Result>[],
): RequestScope | undefined {
  const scopes = new Set<RequestScope | undefined>();
  for (const entry of entries) entry.addScopes(scopes);
  return sharedScope(scopes);
}

/**
 * One item that cannot be handled is not to cost all of a batch: each is done once more by itself, a
 * few at a time, and answered as soon as its own is over.
 */
async function answerEach<Item, Result>(
  entries: readonly QueuedItem<Item, Result>[],
  line: FairLine,
  answer: (entry: QueuedItem<Item, Result>) => Promise<void>,
): Promise<void> {
  await Promise.all(
    entries.map((entry) =>
      inScope(scopeOf([entry]), () => line.run(() => answer(entry))).catch((error: unknown) =>
        entry.fail(error),
      ),
    ),
  );
}
