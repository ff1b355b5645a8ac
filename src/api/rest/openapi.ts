import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { type Route, type RouteAccess, type RouteResponse, route } from '../../kit/rest/route.ts';

const ERRORS: Readonly<Record<number, RouteResponse>> = {
  401: { description: '`Missing API key`, `Invalid API key` or `API key expired`.' },
  403: { description: '`Invalid or missing admin token.` or `Token scope not authorized`.' },
  422: {
    description: 'The input breaks a rule: `detail` lists every problem and its location.',
  },
  429: {
    description:
      'The key or the address has reached its requests per minute, or the address sent too many wrong keys: `retry_after` and `Retry-After` give the seconds to wait.',
  },
  503: { description: 'The database does not respond; `Retry-After` gives the seconds to wait.' },
};

const IDEMPOTENCY_HEADER = z.object({
  'Idempotency-Key': z
    .string()
    .optional()
    .describe(
      '1 to 255 printable ASCII characters, such as a UUID. Within a day, repeating the request with the same key has no further effect. Routes that do not list this header refuse it.',
    ),
});

/** The route that describes all others, made from their own declarations. */
export function openApiRoute(routes: readonly Route[]): Route {
  // One object for all clients: it is coded once.
  const body = Buffer.from(JSON.stringify(describe(routes)));
  return route({
    method: 'GET',
    path: '/openapi.json',
    tag: 'Documentation',
    summary: 'This description',
    description: 'All routes as an OpenAPI 3.1 document.',
    access: { requires: 'ANYONE' },
    responses: { 200: { description: 'The description.' } },
    handle: () => ({ ...jsonAnswer(200, null), body }),
  });
}

function describe(routes: readonly Route[]) {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const declared of routes) {
    paths[declared.path] = {
      ...paths[declared.path],
      [declared.method.toLowerCase()]: operationOf(declared),
    };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Latchkey',
      version: '1',
      description:
        'The REST API, compatible with the older admin API. Everything here, and more, is also in GraphQL at `/graphql`.',
    },
    paths: paths as ZodOpenApiPathsObject,
    components: {
      securitySchemes: {
        AdminApiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Admin-API-Key',
          description: "The operator's key.",
        },
        InternalSecret: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Internal-Secret',
          description: "The secret of the platform's own services.",
        },
        UserApiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'X-API-Key',
          description: "A user's key.",
        },
        BearerKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'The key of the operator or of a user, in the header `Authorization`.',
        },
      },
    },
  });
}

function operationOf({
  summary,
  description,
  tag,
  access,
  pathParameters,
  query,
  body,
  needsBody,
  idempotencyKey,
  responses,
}: Route): ZodOpenApiOperationObject {
  return {
    summary,
    description,
    tags: [tag],
    security: securityOf(access),
    requestParams: {
      ...(pathParameters && { path: pathParameters as z.ZodObject }),
      ...(query && { query: query as z.ZodObject }),
      ...(idempotencyKey === 'HONOURED' && { header: IDEMPOTENCY_HEADER }),
    },
    ...(body && {
      requestBody: {
        required: needsBody === true || !body.safeParse({}).success,
        content: { 'application/json': { schema: body } },
      },
    }),
    responses: Object.fromEntries(
      Object.entries({ ...errorsOf(access), ...responses }).map(
        ([status, { description: text, schema }]) => [
          status,
          { description: text, ...(schema && { content: { 'application/json': { schema } } }) },
        ],
      ),
    ),
  };
}

function errorsOf({ requires }: RouteAccess): Readonly<Record<number, RouteResponse>> {
  if (requires === 'ANYONE') return {};
  if (requires === 'USER' || requires === 'ADMIN') return ERRORS;
  const { 401: _unauthenticated, ...others } = ERRORS;
  return others;
}

function securityOf({ requires }: RouteAccess) {
  if (requires === 'ANYONE') return [];
  if (requires === 'INTERNAL') return [{ InternalSecret: [] }];
  const bearer = { BearerKey: [] };
  if (requires === 'ADMIN') return [{ AdminApiKey: [] }, { UserApiKey: [] }, bearer];
  return [requires === 'USER' ? { UserApiKey: [] } : { AdminApiKey: [] }, bearer];
}
