import { UnavailableError } from '../../core/errors.ts';
import { currentScope, type RequestScope } from '../../core/request/scope.ts';

/** Runs an expensive read for the current request. @throws UnavailableError at once when too many wait */
export type HeavyReadLimiter = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** How many requests may run such reads or wait for them. */
type Limits = { readonly perCaller: number; readonly inAll: number };

type Reading = { readonly callers: readonly string[]; reads: number };

/**
 * Limits how many requests run expensive reads or wait for them: a request that would time out is better
 * refused at once. A request that was admitted may run all the reads of its document.
 */
export function heavyReadLimiter({ perCaller, inAll }: Limits): HeavyReadLimiter {
  const admitted = new Map<RequestScope, Reading>();
  const requestsOf = new Map<string, number>();

  function enter(scope: RequestScope): void {
    const known = admitted.get(scope);
    if (known !== undefined) {
      known.reads += 1;
      return;
    }
    const { callers } = scope;
    if (admitted.size >= inAll || callers.every(hasEnough)) throw tooMany();
    admitted.set(scope, { callers, reads: 1 });
    add(requestsOf, callers, 1);
  }
  function leave(scope: RequestScope): void {
    const known = admitted.get(scope);
    if (known === undefined) return;
    known.reads -= 1;
    if (known.reads > 0) return;
    admitted.delete(scope);
    add(requestsOf, known.callers, -1);
  }
  function hasEnough(caller: string): boolean {
    return (requestsOf.get(caller) ?? 0) >= perCaller;
  }

  return async (work) => {
    const scope = currentScope();
    if (scope === undefined) return await work();
    enter(scope);
    try {
      return await work();
    } finally {
      leave(scope);
    }
  };
}

function tooMany(): UnavailableError {
  return new UnavailableError('Too many heavy reads are running. Try again shortly.');
}

function add(counts: Map<string, number>, callers: readonly string[], change: 1 | -1): void {
  for (const caller of callers) {
    const count = (counts.get(caller) ?? 0) + change;
    if (count > 0) counts.set(caller, count);
    else counts.delete(caller);
  }
}
