import { currentScope, type RequestScope, requestTimeout } from './scope.ts';
import { subscribeSoon } from './soon.ts';

/**
 * When work that is done for several requests is given up. What is only read goes on while somebody
 * waits (`last`). What is written ends by the first deadline (`first`): whoever is answered
 * "unavailable" by then is to know that nothing was done.
 */
export type SharedDeadline = 'first' | 'last';

/** @param scopes those who share it; of work in the background undefined, which never ends it */
export function sharedScope(
  scopes: Iterable<RequestScope | undefined>,
  ending: SharedDeadline,
): RequestScope | undefined {
  const distinct = new Set(scopes);
  const [first] = distinct;
  if (distinct.size === 1 || distinct.has(undefined))
    return distinct.has(undefined) ? undefined : first;
  return scopeOfAll(
    [...distinct].filter((scope) => scope !== undefined),
    ending,
  );
}

function scopeOfAll(scopes: readonly RequestScope[], ending: SharedDeadline): RequestScope {
  const earliest = ending === 'first';
  const deadline = () => {
    let found = earliest ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    for (const scope of scopes) found = (earliest ? Math.min : Math.max)(found, scope.deadline());
    return found;
  };
  const isGone = () => scopes.every((scope) => scope.isGone());
  const isOver = earliest
    ? () => performance.now() >= deadline() || isGone()
    : () => scopes.every((scope) => scope.isOver());
  const subscribe = (listener: () => void) => {
    let isReported = false;
    const check = () => {
      if (isReported || !isOver()) return;
      isReported = true;
      listener();
    };
    const unsubscribe = scopes.map((scope) => scope.onOver(check));
    // Scopes that were over before this fire no event.
    check();
    return () => {
      for (const leave of unsubscribe) leave();
    };
  };
  const onOver = (listener: () => void) => subscribeSoon(() => subscribe(listener));
  const countStatement = () => {
    for (const scope of scopes) scope.countStatement();
  };
  return { callers: callersOf(scopes), deadline, isGone, isOver, onOver, countStatement };
}

function callersOf(scopes: readonly RequestScope[]): readonly string[] {
  const callers = new Set<string>();
  for (const scope of scopes) for (const caller of scope.callers) callers.add(caller);
  return [...callers];
}

/**
 * Waits for what goes on for others too, or in the background: no longer than this request may.
 * @throws UnavailableError
 */
export function untilOver<Result>(work: Promise<Result>): Promise<Result> {
  const scope = currentScope();
  if (scope === undefined) return work;
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const leave = scope.onOver(() => reject(requestTimeout()));
  work.then(
    (result) => {
      leave();
      resolve(result);
    },
    (error: unknown) => {
      leave();
      reject(error);
    },
  );
  return promise;
}
