import type { UnavailableError } from '../errors.ts';
import { currentScope, type RequestScope, requestTimeout } from './scope.ts';
import { subscribeSoon } from './soon.ts';

/**
 * Of what is read for several requests: it goes on while one of them waits.
 * @param scopes those who share it; of work in the background undefined, which never ends it
 */
export function sharedScope(scopes: Iterable<RequestScope | undefined>): RequestScope | undefined {
  const distinct = new Set(scopes);
  const [first] = distinct;
  if (distinct.size === 1 || distinct.has(undefined))
    return distinct.has(undefined) ? undefined : first;
  return scopeOfAll([...distinct].filter((scope) => scope !== undefined));
}

function scopeOfAll(scopes: readonly RequestScope[]): RequestScope {
  const deadline = () => Math.max(...scopes.map((scope) => scope.deadline()));
  const isGone = () => scopes.every((scope) => scope.isGone());
  const isOver = () => scopes.every((scope) => scope.isOver());
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
  const beginStatement = (text: string) => {
    const ends = scopes.map((scope) => scope.beginStatement(text));
    return (isFailed: boolean) => {
      for (const end of ends) end(isFailed);
    };
  };
  const callers = callersOf(scopes);
  return { callers, deadline, isGone, isOver, onOver, countStatement, beginStatement };
}

function callersOf(scopes: readonly RequestScope[]): readonly string[] {
  const callers = new Set<string>();
  for (const scope of scopes) for (const caller of scope.callers) callers.add(caller);
  return [...callers];
}

/**
 * Waits for what goes on for others too, or in the background: no longer than this request may.
 * @param refusal what the request is told then
 * @throws UnavailableError
 */
export function untilOver<Result>(
  work: Promise<Result>,
  refusal: () => UnavailableError = requestTimeout,
): Promise<Result> {
  const scope = currentScope();
  if (scope === undefined) return work;
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const leave = scope.onOver(() => reject(refusal()));
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
