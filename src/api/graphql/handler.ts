import { Readable } from 'node:stream';
import { createYoga } from 'graphql-yoga';
import type { App } from '../../core/app.ts';
import {
  ERROR_STATUS,
  InvalidInputError,
  RateLimitedError,
  UnauthenticatedError,
} from '../../core/errors.ts';
import {
  type Answer,
  type Handler,
  headerText,
  type Incoming,
  jsonAnswer,
} from '../../core/http/exchange.ts';
import { shortenError } from '../../core/input/shorten.ts';
import { inSeparateTurn } from '../../core/own-turn.ts';
import { DOMAINS } from '../../domain/domains.ts';
import { withHeartbeat } from '../../domain/live/heartbeat.ts';
import { countRequest } from '../../domain/usage/count.ts';
import { countAgain, noCost } from '../../kit/graphql/cost-meter.ts';
import { LIMITS_WITHOUT_KEY, MOST_COMPILED_FIELDS } from '../../kit/graphql/limits.ts';
import { loaderFactory } from '../../kit/graphql/loaders.ts';
import type { RequestOutcome } from '../../kit/graphql/outcome.ts';
import { loadersOf } from '../../kit/registry.ts';
import { authenticate } from '../../security/authentication/authenticate.ts';
import { noteRefusal } from '../../security/authentication/refusal.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { ANONYMOUS, hasAccess, isAnonymous } from '../../security/callers/viewer.ts';
import { readIdempotencyKey } from '../../security/idempotency/header.ts';
import type { Quota } from '../../security/limits/limits.ts';
import { refusalAnswer } from '../http/refusal.ts';
import { compilingExecutor } from './executor.ts';
import { answerOnFastPath } from './fast-path.ts';
import { plainTypeOf } from './media-type.ts';
import { operationCheck } from './operation.ts';
import { readParams } from './params.ts';
import { schema } from './schema.ts';
import { type YogaContext, yogaPlugin } from './yoga-plugin.ts';

const PATH = '/graphql';
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
      return refusalAnswer(PATH, LONG_WITHOUT_KEY);
    }
    const read = readParams(request);
    if ('problem' in read) return badRequest(read.problem);
    const { params } = read;
    const served: YogaContext = {
      ...caller,
      app,
      loaders: createLoaders(app),
      createLoaders,
      cost: noCost(),
      params,
      isSchemaOpen: !app.config.production || hasAccess(caller.viewer, 'ANALYTICS'),
      outcome: { failures: null },
    };
    await turnFor(params.query);
    const answer = (await shortly(request, served)) ?? (await serve(yoga, request, served));
    countRequest(app, caller, served.outcome.failures ?? [answer.status]);
    return asUnavailable(answer, served.outcome);
  }

  /** To parse and validate a long document takes milliseconds. */
  async function turnFor(query = ''): Promise<void> {
    if (query.length > QUICK_DOCUMENT && !documents.has(query)) await inSeparateTurn();
  }

  async function shortly(
    { method, headers }: Incoming,
    served: YogaContext,
  ): Promise<Answer | null> {
    const type =
      method === 'POST' && app.config.shortCuts ? plainTypeOf(headerText(headers.accept)) : null;
    return type && (await answerOnFastPath({ schema, documents, check, execute }, served, type));
  }

  return async (request) => {
    if (request.path !== PATH) return null;
    const refused = refuseMethod(request);
    if (refused !== null) return refused;
    const quota = app.limits.quotaFor(request.ip);
    const { headers, ...answer } = await answerOf(request, quota);
    return { ...answer, headers: { ...headers, ...quota.headers() } };
  };
}

/** A query in a URL can be sent by any page on the web: it needs a header that such a page cannot set. */
function refuseMethod({ method, headers }: Incoming): Answer | null {
  if (method === 'POST') return null;
  if (method !== 'GET')
    return refusalAnswer(PATH, { status: 405, message: 'Use POST, or GET for queries' });
  const hasKey = headers['x-api-key'] || headers['x-admin-api-key'] || headers['x-graphql-csrf'];
  return hasKey
    ? null
    : badRequest(
        'A GET request needs a key header, or the header X-GraphQL-CSRF with any value; or use POST',
      );
}

/** Before it is read: without a key there is nothing that takes as much to ask for. */
const LONG_WITHOUT_KEY = {
  status: 401,
  message: `Without a key, a request can have at most ${LIMITS_WITHOUT_KEY.length} characters; send a key in X-API-Key or X-Admin-API-Key`,
};

function badRequest(text: string): Answer {
  const message = shortenError(text);
  return jsonAnswer(400, { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
}

async function callerOf(app: App, request: Incoming, quota: Quota): Promise<Caller | Answer> {
  const { headers, ip, requestId } = request;
  try {
    const idempotencyKey = readIdempotencyKey(headers['idempotency-key']);
    const credentials = {
      adminKey: headerText(headers['x-admin-api-key']),
      apiKey: headerText(headers['x-api-key']),
    };
    return { viewer: await authenticate(app, credentials, quota), ip, requestId, idempotencyKey };
  } catch (error) {
    if (error instanceof InvalidInputError) return badRequest(error.message);
    if (error instanceof RateLimitedError) return limited(error);
    if (!(error instanceof UnauthenticatedError)) throw error;
    noteRefusal(app, { viewer: ANONYMOUS, ip, requestId }, { what: PATH, error });
    return refusalAnswer(PATH, { status: 401, message: error.message });
  }
}

function limited({ message, code, retryAfterSeconds }: RateLimitedError): Answer {
  const extensions = { code, retryAfter: retryAfterSeconds };
  return jsonAnswer(
    ERROR_STATUS[code],
    { errors: [{ message, extensions }] },
    { 'retry-after': String(retryAfterSeconds) },
  );
}

/** With a status and a header on which clients, gateways and balancers act, whatever the media type. */
function asUnavailable(answer: Answer, { unavailable }: RequestOutcome): Answer {
  if (!unavailable) return answer;
  const { message, retryAfter } = unavailable;
  const status = ERROR_STATUS.SERVICE_UNAVAILABLE;
  const { body } = answer;
  // Instead of a stream with nothing but the error in it. It ends by itself: the library throws where
  // one is destroyed that nobody has begun to read.
  if (body instanceof Readable) body.resume();
  const { headers, ...rest } =
    body instanceof Readable ? refusalAnswer(PATH, { status, message }) : answer;
  return { ...rest, status, headers: { ...headers, 'retry-after': String(retryAfter) } };
}

type Yoga = ReturnType<typeof createYoga<YogaContext>>;

async function serve(
  yoga: Yoga,
  { method, headers }: Incoming,
  served: YogaContext,
): Promise<Answer> {
  const accept = headerText(headers.accept);
  // The parameters travel in the context: they are read and checked already.
  const request = new yoga.fetchAPI.Request(`http://latchkey${PATH}`, {
    method,
    headers: { 'content-type': 'application/json', ...(accept && { accept }) },
  });
  const response = await yoga.fetch(request, served);
  const type = response.headers.get('content-type') ?? 'application/json';
  const isStream = type.startsWith('text/event-stream') && response.body !== null;
  return {
    status: response.status,
    headers: { 'content-type': type },
    body: isStream ? eventsOf(response.body, served.app) : await response.text(),
  };
}

function eventsOf(body: unknown, { config }: App): Readable {
  // The library's stream can be read so, which its declaration does not say.
  return withHeartbeat(Readable.from(body as AsyncIterable<Uint8Array>), config.heartbeatMs);
}
