import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiRequestBodyObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { SCIM_TYPE } from '../../core/http/scim.ts';
import { inSeparateTurn } from '../../core/own-turn.ts';
import { type Route, type RouteAccess, type RouteResponse, route } from '../../kit/rest/route.ts';
import { JSON_TYPE } from '../http/media-type.ts';
import { infoOf, SECURITY_SCHEMES, tagsOf } from './openapi-head.ts';
import { withSamples } from './openapi-samples.ts';
import { refusalsOf, withRefusalSchema } from './refusal-schemas.ts';

const IDEMPOTENCY_HEADER = z.object({
  'Idempotency-Key': z
    .string()
    .optional()
    .meta({
      description:
        '1 to 255 printable ASCII characters, such as a UUID. Within a day, repeating the request with the same key has no further effect. Routes that do not list this header refuse it, or say that they can be repeated.',
      // Not of the parameter: pages that fill examples in would send the same key with every request.
      examples: ['3f1c2a52-7f0e-4a54-9d0a-0f3e5a8f6d11'],
    }),
});

const REPEATABLE =
  'Sent twice in a row, the request changes nothing more; `Idempotency-Key` has no effect.';

/** The route that describes all others, made from their own declarations. */
export function openApiRoute(routes: readonly Route[], basePath: string): Route {
  // One object for all clients: it is coded once.
  let describing: Promise<Uint8Array> | null = null;
  return route({
    method: 'GET',
    operationId: 'getDescription',
    path: '/openapi.json',
    tag: 'Documentation',
    summary: 'This description',
    description: 'All routes as an OpenAPI 3.1 document.',
    access: { requires: 'ANYONE' },
    responses: { 200: { description: 'The description.' } },
    handle: async () => {
      describing ??= describeOnce(routes, basePath);
      return { ...jsonAnswer(200, null), body: await describing };
    },
  });
}

/** When the first client asks: it takes some tens of milliseconds. */
async function describeOnce(routes: readonly Route[], basePath: string): Promise<Uint8Array> {
  await inSeparateTurn();
  return Buffer.from(JSON.stringify(describe(routes, basePath)));
}

function describe(routes: readonly Route[], basePath: string) {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const declared of routes) {
    paths[declared.path] = {
      ...paths[declared.path],
      [declared.method.toLowerCase()]: operationOf(declared),
    };
  }
  const document: ZodOpenApiObject = {
    openapi: '3.1.0',
    info: infoOf(basePath),
    // The server that the document comes from, wherever that is.
    servers: [{ url: basePath || '/', description: 'This server.' }],
    tags: tagsOf(routes),
    paths: paths as ZodOpenApiPathsObject,
    components: { securitySchemes: SECURITY_SCHEMES },
  };
  return createDocument(document, { override: withSamples });
}

function operationOf(declared: Route): ZodOpenApiOperationObject {
  const { operationId, summary, tag, access, body, deprecated, idempotencyKey } = declared;
  const isRepeatable = idempotencyKey === 'HARMLESS';
  return {
    operationId,
    summary,
    description: [declared.description, ...(isRepeatable ? [REPEATABLE] : [])].join(' '),
    tags: [tag],
    ...(deprecated && { deprecated: true }),
    security: securityOf(access),
    requestParams: parametersOf(declared),
    ...(body && { requestBody: requestBodyOf(declared, body) }),
    responses: responsesOf(declared),
  };
}

function parametersOf({ pathParameters, query, idempotencyKey }: Route) {
  return {
    ...(pathParameters && { path: pathParameters as z.ZodObject }),
    ...(query && { query: query as z.ZodObject }),
    ...(idempotencyKey === 'HONOURED' && { header: IDEMPOTENCY_HEADER }),
  };
}

function requestBodyOf(
  { needsBody, bodyExample, protocol }: Route,
  schema: z.ZodType,
): ZodOpenApiRequestBodyObject {
  return {
    required: needsBody === true || !schema.safeParse({}).success,
    content: Object.fromEntries(
      (protocol === 'SCIM' ? [JSON_TYPE, SCIM_TYPE] : [JSON_TYPE]).map((type) => [
        type,
        { schema, example: bodyExample },
      ]),
    ),
  };
}

function responsesOf({ access, responses, protocol }: Route): ZodOpenApiResponsesObject {
  const all: Readonly<Record<string, RouteResponse>> = {
    ...(protocol !== 'SCIM' && refusalsOf(access)),
    ...responses,
  };
  return Object.fromEntries(
    Object.entries(all).map(([status, response]) => {
      const { description, schema, mediaType = JSON_TYPE } = withRefusalSchema(status, response);
      return [status, { description, ...(schema && { content: { [mediaType]: { schema } } }) }];
    }),
  ) as ZodOpenApiResponsesObject;
}

function securityOf({ requires }: RouteAccess) {
  if (requires === 'ANYONE') return [];
  if (requires === 'INTERNAL') return [{ InternalSecret: [] }];
  if (requires === 'SIGNATURE') return [{ EventSignature: [] }];
  const bearer = { BearerKey: [] };
  if (requires === 'ADMIN') return [{ AdminApiKey: [] }, { UserApiKey: [] }, bearer];
  if (requires === 'PROVISIONING') return [bearer, { AdminApiKey: [] }];
  return [requires === 'USER' ? { UserApiKey: [] } : { AdminApiKey: [] }, bearer];
}
