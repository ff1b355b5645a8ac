import { AsyncLocalStorage } from 'node:async_hooks';
import { UnavailableError } from '../errors.ts';
import type { Client } from '../http/client.ts';
import { newRecord, type RequestRecord } from '../http/record.ts';
import type { EndPart } from '../http/timings.ts';
import { OverEvent, type Watched } from './over.ts';

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
  /** Counts a statement that is sent to the database for others as well, and takes no time of this one. */
  readonly countStatement: () => void;
  /** Counts a statement; what it returns is called when it is answered. */
  readonly beginStatement: (text: string) => EndPart;
};

/** The scope of one request alone. */
export type RequestScopeControl = RequestScope & {
  /** Counts what follows for this caller: until it is known, for the address. */
  readonly identify: (caller: string, keyId?: bigint | null) => void;
  /** What it returns is called when the keys of the request are checked. */
  readonly beginKeyCheck: () => EndPart;
  /** Gives it more time, for what is bounded elsewhere. */
  readonly extend: (ms: number) => void;
  /** Has it answered so long after it began, whatever it does, and however long a statement may take. */
  readonly answerWithin: (ms: number) => void;
  /** Gives it as much time as at the beginning: each event of a stream has a deadline of its own. */
  readonly restart: () => void;
  readonly end: () => void;
};

type Options = {
  readonly caller: string;
  readonly client: Client;
  readonly record?: RequestRecord;
  readonly ms: number;
};

const UNTIMED: EndPart = () => {};

const scopes = new AsyncLocalStorage<RequestScope | undefined>();

/** The scope of what runs now; undefined in the background. */
export function currentScope(): RequestScope | undefined {
  return scopes.getStore();
}

export function inScope<Result>(scope: RequestScope | undefined, work: () => Result): Result {
  // To enter a scope costs something, and often it is the same one.
  return scopes.getStore() === scope ? work() : scopes.run(scope, work);
}

/** For what goes on whether or not this request does. */
export function outsideRequestScope<Result>(work: () => Result): Result {
  return inScope(undefined, work);
}

export function currentRequest(): RequestScopeControl | undefined {
  const scope = scopes.getStore();
  return scope !== undefined && 'extend' in scope ? (scope as RequestScopeControl) : undefined;
}

/** Checks the keys of the current request. */
export async function keyCheck<Viewer>(check: () => Promise<Viewer>): Promise<Viewer> {
  const end = currentRequest()?.beginKeyCheck();
  try {
    const viewer = await check();
    end?.(false);
    return viewer;
  } catch (error) {
    end?.(true);
    throw error;
  }
}

export function requestTimeout(): UnavailableError {
  return new UnavailableError('The request took too long and was cancelled. Try again shortly.');
}

export function requestScope(options: Options): RequestScopeControl {
  return new Scope(options);
}

/** One for each request: a class, because its methods then cost nothing to make. */
class Scope implements RequestScopeControl, Watched {
  callers: readonly string[];
  readonly #client: Client;
  readonly #record: RequestRecord;
  readonly #ms: number;
  #began = performance.now();
  #deadline: number;
  #over: OverEvent | null = null;

  constructor({ caller, client, record = newRecord(), ms }: Options) {
    this.callers = [caller];
    this.#client = client;
    this.#record = record;
    this.#ms = ms;
    this.#deadline = this.#began + ms;
  }

  deadline(): number {
    return this.#deadline;
  }
  left(): number {
    return this.#deadline - performance.now();
  }
  isGone(): boolean {
    return this.#client.isGone();
  }
  isOver(): boolean {
    return this.left() <= 0 || this.isGone();
  }
  onOver(listener: () => void): () => void {
    this.#over ??= new OverEvent(this, this.#client);
    return this.#over.listen(listener);
  }
  countStatement(): void {
    this.#record.statements += 1;
  }
  beginStatement(text: string): EndPart {
    this.#record.statements += 1;
    return this.#record.timings?.begin('statement', text) ?? UNTIMED;
  }
  beginKeyCheck(): EndPart {
    return this.#record.timings?.begin('key check') ?? UNTIMED;
  }
  identify(caller: string, keyId: bigint | null = null): void {
    this.#record.caller = caller;
    this.#record.keyId = keyId;
    this.callers = [caller];
  }
  extend(ms: number): void {
    this.#deadline += ms;
  }
  answerWithin(ms: number): void {
    this.#deadline = this.#began + ms;
    this.#over?.look();
  }
  restart(): void {
    this.#began = performance.now();
    this.#deadline = this.#began + this.#ms;
  }
  end(): void {
    this.#over?.stop();
  }
}
