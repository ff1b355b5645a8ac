import { Readable } from 'node:stream';
import { createYoga } from 'graphql-yoga';
import type { App } from '../app.ts';
import { authenticate } from '../auth/authenticate.ts';
import { hasAccess, type Viewer } from '../auth/viewer.ts';
import { UnauthenticatedError } from '../errors.ts';
import { type Answer, type Handler, type Incoming, jsonAnswer } from '../http/exchange.ts';
import { refusalAnswer } from '../http/refusal.ts';
import { withHeartbeat } from '../live/heartbeat.ts';
import { createLoaders } from './context.ts';
import { documentStore } from './documents.ts';
import { readParams } from './params.ts';
import { schema } from './schema.ts';
import { type Served, servedPlugin } from './served-plugin.ts';

const PATH = '/graphql';

/** Answers GraphQL over HTTP below `/graphql`. */
export function createGraphQL(app: App): Handler {
  const documents = documentStore();
  const yoga = createYoga<Served>({
    schema,
    graphqlEndpoint: PATH,
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    logging: false,
    parserAndValidationCache: false,
    maskedErrors: false,
    plugins: [servedPlugin(documents)],
  });

  return async (request) => {
    if (request.path !== PATH) return null;
    const refused = refuseMethod(request);
    if (refused !== null) return refused;
    const read = readParams(request);
    if ('problem' in read) return badRequest(read.problem);

    const viewer = await viewerOf(app, request);
    if (!('operator' in viewer)) return viewer;
    return serve(yoga, request, {
      app,
      viewer,
      ip: request.ip,
      requestId: request.requestId,
      loaders: createLoaders(app),
      params: read.params,
      isSchemaOpen: !app.config.production || hasAccess(viewer, 'ANALYTICS'),
    });
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

function badRequest(message: string): Answer {
  return jsonAnswer(400, { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
}

async function viewerOf(app: App, { headers }: Incoming): Promise<Viewer | Answer> {
  try {
    return await authenticate(app, {
      adminKey: text(headers['x-admin-api-key']),
      apiKey: text(headers['x-api-key']),
    });
  } catch (error) {
    if (error instanceof UnauthenticatedError)
      return refusalAnswer(PATH, { status: 401, message: error.message });
    throw error;
  }
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}

type Yoga = ReturnType<typeof createYoga<Served>>;

async function serve(yoga: Yoga, { method, headers }: Incoming, served: Served): Promise<Answer> {
  const accept = text(headers.accept);
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
