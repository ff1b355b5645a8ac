import { createYoga } from 'graphql-yoga';
import type { App } from '../../core/app.ts';
import {
  ConflictingKeysError,
  ERROR_STATUS,
  InvalidInputError,
  RateLimitedError,
  UnauthenticatedError,
  UnavailableError,
} from '../../core/errors.ts';
import type { Answer, Handler, Incoming } from '../../core/http/exchange.ts';
import { inSeparateTurn } from '../../core/own-turn.ts';
import { keyCheck } from '../../core/request/scope.ts';
import { DOMAINS } from '../../domain/domains.ts';
import { countRequest } from '../../domain/usage/count.ts';
import { countAgain, noCost } from '../../kit/graphql/cost-meter.ts';
import { LIMITS_WITHOUT_KEY, MOST_COMPILED_FIELDS } from '../../kit/graphql/limits.ts';
import { loaderFactory } from '../../kit/graphql/loaders.ts';
import { loadersOf } from '../../kit/registry.ts';
import { authenticate } from '../../security/authentication/authenticate.ts';
import { withServiceName } from '../../security/authentication/named-service.ts';
import { isRefusal, noteRefusal } from '../../security/authentication/refusal.ts';
import { EndedSessionError } from '../../security/authentication/refused-key.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { ANONYMOUS, hasAccess, isAnonymous, type Viewer } from '../../security/callers/viewer.ts';
import { readIdempotencyKey } from '../../security/idempotency/header.ts';
import type { Quota } from '../../security/limits/limits.ts';
import { forgottenCookie, withSession } from '../../security/sessions/request.ts';
import { acceptedTypes } from '../http/media-type.ts';
import type { HttpRefusal } from '../http/refusal.ts';
import { compilingExecutor } from './executor.ts';
import { answerOnFastPath } from './fast-path.ts';
import { answerOtherMethod } from './methods.ts';
import { operationCheck } from './operation.ts';
import { readRequest } from './read-request.ts';
import {
  asUnavailable,
  badRequest,
  graphqlRefusal,
  malformedRequest,
  PATH,
  refuseTypes,
  retryLater,
} from './refusals.ts';
import { schema } from './schema.ts';
import { serve } from './serve.ts';
import { type YogaContext, yogaPlugin } from './yoga-plugin.ts';

/** Characters of a document that is parsed and validated at once: that takes less than a millisecond. */
const QUICK_DOCUMENT = 1_024;

const createLoaders = loaderFactory(loadersOf(DOMAINS));

/** Answers GraphQL over HTTP below `/graphql`. */
export function createGraphQL(app: App): Handler {
  const { documents } = app;
  const check = operationCheck(schema);
  const execute = compilingExecutor(schema, {
    isTooLarge: (document) => documents.fieldsOf(document) > MOST_COMPILED_FIELDS,
    beforeAgain: countAgain,
  });
  const yoga = createYoga<YogaContext>({
    schema,
    graphqlEndpoint: PATH,
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    logging: false,
    parserAndValidationCache: false,
    maskedErrors: false,
    plugins: [yogaPlugin(documents, check)],
  });

  async function answerOf(request: Incoming, quota: Quota): Promise<Answer> {
    const caller = await callerOf(app, request, quota);
    if (!('viewer' in caller)) return caller;
    if (isAnonymous(caller.viewer) && (request.body?.length ?? 0) > LIMITS_WITHOUT_KEY.length) {
      const error = new UnauthenticatedError(LONG_WITHOUT_KEY.message);
      noteRefusal(app, caller, { what: PATH, error });
      return graphqlRefusal(request, LONG_WITHOUT_KEY);
    }
    const read = readRequest(app, caller, request);
    if ('problem' in read) return malformedRequest(request, read);
    const { params, isDryRun } = read;
    const context: YogaContext = {
      ...caller,
      app,
      loaders: createLoaders(app),
      createLoaders,
      cost: noCost(),
      params,
      record: request.record,
      isSchemaOpen: isSchemaOpen(app, caller.viewer),
      isDryRun,
      outcome: { failures: null },
      accepts: acceptedTypes(request.headers.accept),
    };
    await turnFor(params.query);
    const answer = (await tryFastPath(request, context)) ?? (await serve(yoga, request, context));
    countRequest(app, caller, context.outcome.failures ?? [answer.status]);
    return asUnavailable(request, answer, context.outcome);
  }

  /** To parse and validate a long document takes milliseconds. */
  async function turnFor(query = ''): Promise<void> {
    if (query.length > QUICK_DOCUMENT && !documents.has(query)) await inSeparateTurn();
  }

  async function tryFastPath({ method }: Incoming, context: YogaContext): Promise<Answer | null> {
    const type = method === 'POST' && app.config.shortCuts ? context.accepts.plain : null;
    return type && (await answerOnFastPath({ schema, documents, check, execute }, context, type));
  }

  return async (request) => {
    if (request.path !== PATH) return null;
    request.record.route = PATH;
    const refused = answerOtherMethod(request) ?? refuseTypes(request);
    if (refused !== null) return refused;
    const quota = app.limits.quotaFor(request.ip);
    const { headers, ...answer } = await answerOf(request, quota);
    return { ...answer, headers: { ...headers, ...quota.headers() } };
  };
}

/** Whether the caller may read the schema: in production, operators alone. */
export function isSchemaOpen({ config }: App, viewer: Viewer): boolean {
  return !config.production || hasAccess(viewer, 'ANALYTICS');
}

/** Before it is read: without a key there is nothing that takes as much to ask for. */
const LONG_WITHOUT_KEY: HttpRefusal = {
  status: 401,
  message: `Without a key, a request can have at most ${LIMITS_WITHOUT_KEY.length} characters; send a key in X-API-Key or X-Admin-API-Key`,
};

/** Whose request it is, or the refusal of its keys. */
export async function callerOf(
  app: App,
  request: Incoming,
  quota: Quota,
): Promise<Caller | Answer> {
  const { headers, ip, requestId } = request;
  try {
    const idempotencyKey = readIdempotencyKey(headers['idempotency-key']);
    const credentials = { ...withSession(app, headers), ip, requestId };
    const viewer = await keyCheck(() => authenticate(app, credentials, quota));
    return withServiceName(app, { viewer, ip, requestId, idempotencyKey }, headers);
  } catch (error) {
    if (error instanceof InvalidInputError || error instanceof ConflictingKeysError)
      return badRequest(request, error.message);
    if (error instanceof RateLimitedError || error instanceof UnavailableError)
      return retryLater(request, error);
    if (!isRefusal(error)) throw error;
    const nobody = { viewer: ANONYMOUS, ip, requestId, idempotencyKey: null };
    noteRefusal(app, withServiceName(app, nobody, headers), { what: request.path, error });
    const status = ERROR_STATUS[error.code];
    const answer = graphqlRefusal(request, { status, message: error.message });
    return error instanceof EndedSessionError
      ? { ...answer, headers: { ...answer.headers, 'set-cookie': forgottenCookie(app) } }
      : answer;
  }
}
