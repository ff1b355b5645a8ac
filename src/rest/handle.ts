import findMyWay from 'find-my-way';
import type { App } from '../app.ts';
import { type Answer, detailAnswer, type Handler, type Incoming } from '../http/exchange.ts';
import { authorize } from './authorize.ts';
import { docsRoutes } from './docs.ts';
import { openApiRoute } from './openapi.ts';
import { toAnswer } from './problem.ts';
import { readInput, readJson } from './read-input.ts';
import type { Route } from './route.ts';
import { ROUTES } from './routes.ts';

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const;
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

async function dispatch(
  app: App,
  { route, parameters }: Found,
  request: Incoming,
): Promise<Answer> {
  try {
    const body = readJson(request);
    const viewer = await authorize(app, route.access, request.headers);
    const { ip, requestId } = request;
    return await route.handle(
      { app, viewer, ip, requestId },
      readInput(route, { parameters, search: request.search, body }),
    );
  } catch (error) {
    return toAnswer(error);
  }
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
