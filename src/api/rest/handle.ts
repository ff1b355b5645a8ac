import findMyWay from 'find-my-way';
import type { App } from '../../core/app.ts';
import {
  type Answer,
  detailAnswer,
  type Handler,
  type Incoming,
  optionsAnswer,
} from '../../core/http/exchange.ts';
import { hasKeyHeader } from '../../core/http/key-headers.ts';
import { isScimPath, scimErrorAnswer } from '../../core/http/scim.ts';
import { rememberNumbers } from '../../core/input/exact-json.ts';
import { ScimError } from '../../core/scim-error.ts';
import { countRequest } from '../../domain/usage/count.ts';
import { checkAccess, viewerFor } from '../../kit/rest/authorize.ts';
import { toAnswer } from '../../kit/rest/problem.ts';
import { readInput, readJson } from '../../kit/rest/read-input.ts';
import type { Route } from '../../kit/rest/route.ts';
import { isRefusedInput, toScimAnswer } from '../../kit/rest/scim-problem.ts';
import { withServiceName } from '../../security/authentication/named-service.ts';
import { noteRefusal } from '../../security/authentication/refusal.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { ANONYMOUS } from '../../security/callers/viewer.ts';
import { readIdempotencyKey, refuseIdempotencyKey } from '../../security/idempotency/header.ts';
import type { Quota } from '../../security/limits/limits.ts';
import { countDeprecated, deprecationHeaders } from './deprecated-routes.ts';
import { docsRoutes } from './docs.ts';
import { openApiRoute } from './openapi.ts';
import { ROUTES } from './routes.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = Route['method'];

type Found = { readonly route: Route; readonly parameters: Record<string, string | undefined> };
type Find = (method: Method, path: string) => Found | null;

/** Answers the REST routes; null for a path that is none of theirs. */
export function createRest(app: App, routes: readonly Route[] = ROUTES): Handler {
  const { basePath } = app.config;
  const find = createRouter([...routes, openApiRoute(routes, basePath), ...docsRoutes(basePath)]);
  return async (request) => {
    const method = METHODS.find((known) => known === request.method);
    const found = method === undefined ? null : find(method, request.path);
    if (request.hasSlash && found !== null && needsKey(found)) return redirect(request);
    return found === null ? otherMethod(find, request) : await dispatch(app, found, request);
  };
}

function needsKey({ route }: Found): boolean {
  return route.access.requires !== 'ANYONE';
}

/** As the older admin API does; the client sends its method and body again. */
function redirect({ path, search }: Incoming): Answer {
  return { status: 307, headers: { location: path + search }, body: null };
}

type Stored = { readonly route: Route; readonly fixedPart: string };

const FIRST_PARAMETER = /\{.*$/;

function createRouter(routes: readonly Route[]): Find {
  // The library finds; what is found is ours to call.
  const router = findMyWay({ maxParamLength: 2_000 });
  for (const route of routes) {
    const stored: Stored = { route, fixedPart: route.path.replace(FIRST_PARAMETER, '') };
    router.on(route.method, route.path.replace(/\{(\w+)\}/g, ':$1'), () => undefined, stored);
  }
  return (method, path) => {
    const found = router.find(method, path);
    if (found === null) return null;
    const { route, fixedPart } = found.store as Stored;
    // The library decodes the whole path. What a proxy closes by its name must not open under another one.
    return path.startsWith(fixedPart) ? { route, parameters: found.params } : null;
  };
}

async function dispatch(app: App, found: Found, request: Incoming): Promise<Answer> {
  request.record.route = found.route.path;
  const quota = app.limits.quotaFor(request.ip);
  const { headers, ...answer } = await serve(app, found, request, quota);
  return {
    ...answer,
    headers: { ...headers, ...quota.headers(), ...deprecationHeaders(found.route) },
  };
}

async function serve(
  app: App,
  { route, parameters }: Found,
  request: Incoming,
  quota: Quota,
): Promise<Answer> {
  const what = `${route.method} ${route.path}`;
  const { ip, requestId } = request;
  let caller: Caller = { viewer: ANONYMOUS, ip, requestId, idempotencyKey: null };
  // The one place from which refusals leave: no route can forget to note its own.
  const refused = (error: unknown): Answer => {
    noteRefusal(app, withServiceName(app, caller, request.headers), { what, error });
    if (route.protocol !== 'SCIM') return toAnswer(error);
    if (caller.viewer.operator !== null && isRefusedInput(error, route.method))
      app.refusals.note({ caller, what, why: error.message });
    return toScimAnswer(error);
  };
  const text = isLongWithoutKey(request) ? null : request.body;
  const readBody = () => {
    checkBody(request);
    return readJson({ body: text });
  };
  try {
    // The older admin API says what is wrong with a body before it asks who sends it.
    const early = route.protocol === 'SCIM' ? null : readBody();
    const idempotencyKey = readIdempotencyKey(request.headers['idempotency-key']);
    const viewer = await viewerFor(app, route.access, request, quota);
    caller = { viewer, ip, requestId, idempotencyKey };
    checkAccess(route.access, viewer);
    if (route.method !== 'GET' && !route.idempotencyKey) refuseIdempotencyKey(caller, what);
    countDeprecated(app, caller, route);
    const answer = await answerOf(async () => {
      const body = early ?? readBody();
      if (text !== null) rememberNumbers(text, body.value);
      const input = readInput(route, { parameters, search: request.search, body });
      return await route.handle({ app, what, ...caller }, input);
    }, refused);
    countRequest(app, caller, [answer.status]);
    return answer;
  } catch (error) {
    return refused(error);
  }
}

async function answerOf(
  work: () => Promise<Answer>,
  refused: (error: unknown) => Answer,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    return refused(error);
  }
}

/** Says which methods a path has; null where there is nothing. An asterisk is the server as a whole. */
function otherMethod(find: Find, { method, path }: Incoming): Answer | null {
  const known = METHODS.filter((name) => path === '*' || find(name, path) !== null);
  if (known.length === 0) return null;
  const allowed = [...known.flatMap((name) => (name === 'GET' ? [name, 'HEAD'] : name)), 'OPTIONS'];
  if (method === 'OPTIONS') return optionsAnswer(allowed);
  const headers = { allow: allowed.join(', ') };
  return isScimPath(path)
    ? scimErrorAnswer(405, 'Method Not Allowed', { headers })
    : detailAnswer(405, 'Method Not Allowed', headers);
}

/** @throws ScimError for a body that was refused, once the sender is known: only SCIM's are passed on */
function checkBody({ refusedBody }: Incoming): void {
  if (refusedBody === undefined) return;
  const { status, message, headers } = refusedBody;
  throw new ScimError(message, { status, headers });
}

const MOST_WITHOUT_KEY = 16_384;

/** No route takes that much from nobody: it is refused without being read. */
function isLongWithoutKey({ body, headers }: Incoming): boolean {
  return (body?.length ?? 0) > MOST_WITHOUT_KEY && !hasKeyHeader(headers);
}
