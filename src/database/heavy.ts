import { UnavailableError } from '../errors.ts';
import { currentScope, type RequestScope } from '../request/scope.ts';

/** Lets a request do what the database has to work at. @throws UnavailableError at once when too many wait */
export type Admission = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** How many requests may read such things or wait for it. */
type Limits = { readonly perCaller: number; readonly inAll: number };

type Admitted = { readonly callers: readonly string[]; reads: number };

/**
 * Bounds the line in which requests wait for heavy reads: what would be given up in the end is better
 * refused at once. A request that was admitted may read as much as its document asks for.
 */
export function heavyAdmission({ perCaller, inAll }: Limits): Admission {
  const admitted = new Map<RequestScope, Admitted>();
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
  return new UnavailableError('Too many heavy reads are under way. Try again shortly.');
}

function add(counts: Map<string, number>, callers: readonly string[], change: 1 | -1): void {
  for (const caller of callers) {
    const count = (counts.get(caller) ?? 0) + change;
    if (count > 0) counts.set(caller, count);
    else counts.delete(caller);
  }
}
