import { type RequestScope, requestTimeout } from '../../core/request/scope.ts';

type Waiter<Result> = {
  readonly scope: RequestScope | undefined;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
  leave: () => void;
};

export type EntryQueue<Item, Result> = {
  readonly add: (item: Item, scope: RequestScope | undefined) => Promise<Result>;
  /** The next items, callers alternating; items without a waiter are dropped. */
  readonly take: (most: number) => QueuedItem<Item, Result>[];
  readonly isEmpty: () => boolean;
};

/**
 * Reads that wait to be sent. If a request ends before that, it is refused and its item is not sent. Once
 * sent, a read is abandoned when its request ends.
 */
export function entryQueue<Item, Result>(): EntryQueue<Item, Result> {
  const waiting = new Map<Item, Set<Waiter<Result>>>();

  function drop(item: Item, waiter: Waiter<Result>): void {
    const waiters = waiting.get(item);
    if (waiters?.delete(waiter) && waiters.size === 0) waiting.delete(item);
    waiter.reject(requestTimeout());
  }

  function add(item: Item, scope: RequestScope | undefined): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const waiter: Waiter<Result> = { scope, resolve, reject, leave: () => {} };
    const waiters = waiting.get(item) ?? new Set();
    waiting.set(item, waiters.add(waiter));
    if (scope !== undefined) waiter.leave = scope.onOver(() => drop(item, waiter));
    return promise;
  }

  function take(most: number): QueuedItem<Item, Result>[] {
    refuseLate(waiting);
    const all = [...waiting];
    const chosen = all.length <= most ? all : eachCallerInTurn(all).slice(0, most);
    for (const [item] of chosen) waiting.delete(item);
    return chosen.map(([item, waiters]) => new QueuedItem(item, waiters));
  }

  return { add, take, isEmpty: () => waiting.size === 0 };
}

/** One item, and all who wait for what becomes of it. */
export class QueuedItem<Item, Result> {
  readonly item: Item;
  readonly #waiters: ReadonlySet<Waiter<Result>>;

  constructor(item: Item, waiters: ReadonlySet<Waiter<Result>>) {
    this.item = item;
    this.#waiters = waiters;
  }

  addScopes(all: Set<RequestScope | undefined>): void {
    for (const { scope } of this.#waiters) all.add(scope);
  }

  answer(result: Result): void {
    for (const waiter of this.#waiters) {
      waiter.leave();
      waiter.resolve(result);
    }
  }

  fail(error: unknown): void {
    for (const waiter of this.#waiters) {
      waiter.leave();
      waiter.reject(error);
    }
  }
}

function refuseLate<Item, Result>(waiting: Map<Item, Set<Waiter<Result>>>): void {
  const now = performance.now();
  for (const [item, waiters] of waiting) {
    for (const waiter of waiters) {
      const { scope } = waiter;
      if (scope === undefined || (scope.deadline() > now && !scope.isGone())) continue;
      waiter.leave();
      waiters.delete(waiter);
      waiter.reject(requestTimeout());
    }
    if (waiters.size === 0) waiting.delete(item);
  }
}

type Waiting<Item, Result> = readonly [Item, ReadonlySet<Waiter<Result>>];

/** The first of each caller, then the second of each, and so on. */
function eachCallerInTurn<Item, Result>(
  all: readonly Waiting<Item, Result>[],
): readonly Waiting<Item, Result>[] {
  const byCaller = Map.groupBy(all, ([, waiters]) => callerOf(waiters));
  const longest = Math.max(...[...byCaller.values()].map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) =>
    [...byCaller.values()].flatMap((own) => own.slice(place, place + 1)),
  ).flat();
}

function callerOf(waiters: ReadonlySet<Waiter<never>>): string {
  const [first] = waiters;
  return first?.scope?.callers[0] ?? '';
}
