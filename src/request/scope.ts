import { AsyncLocalStorage } from 'node:async_hooks';
import { UnavailableError } from '../errors.ts';

// Everything that is done for a request runs in the scope of that request, however deep: whatever
// waits (for a turn, a connection, a statement) stops when the scope is over, and nothing is begun
// after that. Work that several requests share runs in a scope of its own (`shared.ts`), work in the
// background in none.

/** On whose behalf something is done, and until when. */
export type RequestScope = {
  /** Whose share of the database it takes; several where several callers share the work. */
  readonly callers: readonly string[];
  /** By the clock of `performance.now()`. */
  readonly deadline: () => number;
  readonly isGone: () => boolean;
  /** Whether the deadline has passed or the client has left: nothing more is to be begun. */
  readonly isOver: () => boolean;
  /** Calls the listener once when it is over; returns how to unsubscribe. */
  readonly onOver: (listener: () => void) => () => void;
};

/** The scope of one request alone. */
export type OwnScope = RequestScope & {
  /** Counts what follows for this caller: until it is known, for the address. */
  readonly identify: (caller: string) => void;
  /** Gives it more time, for what is bounded elsewhere. */
  readonly extend: (ms: number) => void;
  /** Gives it as much time as at the beginning: each event of a stream has a deadline of its own. */
  readonly restart: () => void;
  readonly end: () => void;
};

type Client = {
  readonly isGone: () => boolean;
  readonly onGone: (listener: () => void) => () => void;
};

type Options = { readonly caller: string; readonly client: Client; readonly ms: number };

const scopes = new AsyncLocalStorage<RequestScope | undefined>();

/** The scope of what runs now; undefined in the background. */
export function currentScope(): RequestScope | undefined {
  return scopes.getStore();
}

export function inScope<Result>(scope: RequestScope | undefined, work: () => Result): Result {
  return scopes.run(scope, work);
}

/** For what goes on whether or not this request does. */
export function outsideRequests<Result>(work: () => Result): Result {
  return scopes.run(undefined, work);
}

export function currentRequest(): OwnScope | undefined {
  const scope = scopes.getStore();
  return scope !== undefined && 'extend' in scope ? (scope as OwnScope) : undefined;
}

export function tooLate(): UnavailableError {
  return new UnavailableError('The request took too long and was given up. Try again shortly.');
}

/** Costs a timer only once something waits. */
export function requestScope({ caller, client, ms }: Options): OwnScope {
  let callers: readonly string[] = [caller];
  let deadline = performance.now() + ms;
  const isOver = () => performance.now() >= deadline || client.isGone();
  const overEvent = whenOver({ client, isOver, left: () => deadline - performance.now() });
  return {
    get callers() {
      return callers;
    },
    deadline: () => deadline,
    isGone: client.isGone,
    isOver,
    onOver: overEvent.listen,
    identify: (known) => {
      callers = [known];
    },
    extend: (more) => {
      deadline += more;
    },
    restart: () => {
      deadline = performance.now() + ms;
    },
    end: overEvent.stop,
  };
}

type Watched = {
  readonly client: Client;
  readonly isOver: () => boolean;
  readonly left: () => number;
};

/** One timer and one listener on the client for all who wait. */
function whenOver({ client, isOver, left }: Watched) {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  let unsubscribe: (() => void) | null = null;

  function start(): void {
    // Whole milliseconds: timers of the same length share a list.
    timer = setTimeout(check, Math.max(0, Math.ceil(left())));
    unsubscribe ??= client.onGone(check);
  }
  function stop(): void {
    if (timer !== null) clearTimeout(timer);
    unsubscribe?.();
    timer = null;
    unsubscribe = null;
  }
  function check(): void {
    stop();
    if (!isOver()) {
      // It was given more time since.
      if (listeners.size > 0) start();
      return;
    }
    const waiting = [...listeners];
    listeners.clear();
    for (const listener of waiting) listener();
  }
  function listen(listener: () => void): () => void {
    if (timer === null) start();
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
  return { listen, stop };
}
