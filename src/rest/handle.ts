import findMyWay from 'find-my-way';
import type { App } from '../app.ts';
import { noteRefusal } from '../audit/refusals.ts';
import type { Caller } from '../auth/caller.ts';
import { DomainError, RateLimitedError } from '../errors.ts';
import { type Answer, detailAnswer, type Handler, type Incoming } from '../http/exchange.ts';
import { readIdempotencyKey } from '../idempotency/header.ts';
import type { Quota } from '../limits/limits.ts';
import { countRequest } from '../usage/count.ts';
import { authorize } from './authorize.ts';
import { docsRoutes } from './docs.ts';
import { openApiRoute } from './openapi.ts';
import { toAnswer } from './problem.ts';
import { readInput, readJson } from './read-input.ts';
import type { Route } from './route.ts';
import { ROUTES } from './routes.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = Route['method'];

type Found = { readonly route: Route; readonly parameters: Record<string, string | undefined> };
type Find = (method: Method, path: string) => Found | null;

/** Answers the REST routes; null for a path that is none of theirs. */
export function createRest(app: App): Handler {
  const find = createRouter([...ROUTES, openApiRoute(ROUTES), ...docsRoutes()]);
  return async (request) => {
    const redirect = withoutSlash(find, request);
    if (redirect !== null) return redirect;
    const method = METHODS.find((known) => known === request.method);
    const found = method === undefined ? null : find(method, request.path);
    return found === null ? wrongMethod(find, request) : await dispatch(app, found, request);
  };
}

function createRouter(routes: readonly Route[]): Find {
  // The library finds; what is found is ours to call.
  const router = findMyWay({ maxParamLength: 2_000 });
  for (const route of routes) {
    router.on(route.method, route.path.replace(/\{(\w+)\}/g, ':$1'), () => undefined, route);
  }
  return (method, path) => {
    const found = router.find(method, path);
    return found === null ? null : { route: found.store as Route, parameters: found.params };
  };
}

async function dispatch(app: App, found: Found, request: Incoming): Promise<Answer> {
  const quota = app.limits.quotaFor(request.ip);
  const { headers, ...answer } = await serve(app, found, request, quota);
  return { ...answer, headers: { ...headers, ...quota.headers() } };
}

async function serve(
  app: App,
  { route, parameters }: Found,
  request: Incoming,
  quota: Quota,
): Promise<Answer> {
  try {
    const body = readJson(request);
    const caller = await callerOf(app, route, request, quota);
    const answer = await answerOf(async () => {
      const input = readInput(route, { parameters, search: request.search, body });
      return await route.handle({ app, ...caller }, input);
    });
    countRequest(app, caller, [answer.status]);
    return answer;
  } catch (error) {
    return toAnswer(error);
  }
}

async function answerOf(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    return toAnswer(error);
  }
}

async function callerOf(app: App, route: Route, request: Incoming, quota: Quota): Promise<Caller> {
  const { headers, ip, requestId } = request;
  const idempotencyKey = readIdempotencyKey(headers['idempotency-key']);
  try {
    const viewer = await authorize(app, route.access, headers, quota);
    return { viewer, ip, requestId, idempotencyKey };
  } catch (error) {
    if (isForAdmins(route) && isRefusal(error))
      noteRefusal(app, request, `${route.method} ${route.path}`, error.message);
    throw error;
  }
}

/** Too many requests are no attempt at anything, and a flood of them would bury the others. */
function isRefusal(error: unknown): error is DomainError {
  return error instanceof DomainError && !(error instanceof RateLimitedError);
}

function isForAdmins({ access }: Route): boolean {
  return access.requires === 'OPERATOR' || access.requires === 'ADMIN';
}

function wrongMethod(find: Find, { path }: Incoming): Answer | null {
  const allowed = METHODS.filter((method) => find(method, path) !== null);
  return allowed.length === 0
    ? null
    : detailAnswer(405, 'Method Not Allowed', { allow: allowed.join(', ') });
}

/** A slash at the end is no part of any path, and older clients send it. */
function withoutSlash(find: Find, { path, search }: Incoming): Answer | null {
  if (path.length === 1 || !path.endsWith('/')) return null;
  const shorter = path.slice(0, -1);
  if (shorter.endsWith('/') || !METHODS.some((method) => find(method, shorter) !== null))
    return null;
  return { status: 307, headers: { location: shorter + search }, body: null };
}
