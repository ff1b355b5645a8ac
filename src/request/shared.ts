import { currentScope, type RequestScope, tooLate } from './scope.ts';

/**
 * When work that is done for several requests is given up. What is only read goes on while somebody
 * waits (`last`). What is written ends by the first deadline (`first`): whoever is answered
 * "unavailable" by then is to know that nothing was done.
 */
export type Ending = 'first' | 'last';

/** @param scopes those who share it; of work in the background undefined, which never ends it */
export function sharedScope(
  scopes: readonly (RequestScope | undefined)[],
  ending: Ending,
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

function scopeOfAll(scopes: readonly RequestScope[], ending: Ending): RequestScope {
  const earliest = ending === 'first';
  const deadline = () => {
    const all = scopes.map((scope) => scope.deadline());
    return earliest ? Math.min(...all) : Math.max(...all);
  };
  const isGone = () => scopes.every((scope) => scope.isGone());
  const isOver = earliest
    ? () => performance.now() >= deadline() || isGone()
    : () => scopes.every((scope) => scope.isOver());
  const onOver = (listener: () => void) => {
    let isTold = false;
    const check = () => {
      if (isTold || !isOver()) return;
      isTold = true;
      listener();
    };
    const unsubscribe = scopes.map((scope) => scope.onOver(check));
    return () => {
      for (const leave of unsubscribe) leave();
    };
  };
  const callers = [...new Set(scopes.flatMap((scope) => scope.callers))];
  return { callers, deadline, isGone, isOver, onOver };
}

/**
 * Waits for what goes on for others too, or in the background: no longer than this request may.
 * @throws UnavailableError
 */
export async function untilOver<Result>(work: Promise<Result>): Promise<Result> {
  const scope = currentScope();
  if (scope === undefined) return await work;
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const leave = scope.onOver(() => reject(tooLate()));
  work.then(resolve, reject);
  try {
    return await promise;
  } finally {
    leave();
  }
}
