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
    description:
      'Something that was sent breaks a rule: `detail` lists every problem with its place.',
  },
  429: {
    description:
      'More requests than the key or the address has in a minute, or more wrong keys: `retry_after` and `Retry-After` say in how many seconds to try again.',
  },
  503: { description: 'The database does not answer; `Retry-After` says when to try again.' },
};

const IDEMPOTENCY_HEADER = z.object({
  'Idempotency-Key': z
    .string()
    .optional()
    .describe(
      '1 to 255 printable ASCII characters, such as a UUID: within a day, a repeated request with it acts only once. Routes that do not name it refuse it.',
    ),
});

/** The route that describes all others, made from their own declarations. */
export function openApiRoute(routes: readonly Route[]): Route {
  const text = JSON.stringify(describe(routes));
  return route({
    method: 'GET',
    path: '/openapi.json',
    tag: 'Documentation',
    summary: 'This description',
    description: 'All routes in the form of OpenAPI 3.1.',
    access: { requires: 'ANYONE' },
    responses: { 200: { description: 'The description.' } },
    handle: () => ({ ...jsonAnswer(200, null), body: text }),
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
        'The REST layer, compatible with the older admin API. Everything here, and more, is in GraphQL at `/graphql`.',
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
          description: "What the platform's own services send.",
        },
        UserApiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'X-API-Key',
          description: "A user's key.",
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
  if (requires === 'ADMIN') return [{ AdminApiKey: [] }, { UserApiKey: [] }];
  return [requires === 'USER' ? { UserApiKey: [] } : { AdminApiKey: [] }];
}
