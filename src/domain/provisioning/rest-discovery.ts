import { z } from 'zod';
import type { App } from '../../core/app.ts';
import { SCIM_ROOT, scimAnswer, scimErrorAnswer } from '../../core/http/scim.ts';
import { ScimError } from '../../core/scim-error.ts';
import { type Route, route } from '../../kit/rest/route.ts';
import { RESOURCE_TYPES, SCHEMAS, SERVICE_PROVIDER_CONFIG } from './discovery.ts';
import {
  access,
  listBody,
  protocol,
  REFUSALS,
  refusalResponse,
  success,
  tag,
  UNKNOWN_RESOURCE,
} from './rest-forms.ts';

// What the service says of itself (RFC 7644, section 4). It is the same for everybody.

const anyQuery = z.looseObject({});
const common = { tag, access, protocol, method: 'GET', query: anyQuery } as const;
const refusals = {
  ...REFUSALS,
  403: refusalResponse('The key may not call this route, or the request has a filter.'),
};
const document = z.record(z.string(), z.unknown()).describe('As in RFC 7643, sections 5 to 7.');

const serviceProviderConfig = route({
  ...common,
  path: '/scim/v2/ServiceProviderConfig',
  operationId: 'scimServiceProviderConfig',
  summary: 'What is supported',
  description: 'Which parts of SCIM the service supports.',
  responses: { ...refusals, 200: success('The configuration.', document) },
  handle: ({ app }, { query }) => {
    refuseFilter(query);
    return scimAnswer(200, located(app, SERVICE_PROVIDER_CONFIG));
  },
});

type Located = { readonly meta: { readonly location: string } };
type Described = Located & { readonly id: string };

/**
 * Whoever sends a filter is not to think that it was applied.
 * @throws ScimError
 */
function refuseFilter(query: z.output<typeof anyQuery>): void {
  if (Object.hasOwn(query, 'filter'))
    throw new ScimError('A filter is not supported here', { status: 403 });
}

/** With the path below which the service is. */
function located<Document extends Located>({ config }: App, document: Document): Document {
  const location = config.basePath + document.meta.location;
  return { ...document, meta: { ...document.meta, location } };
}

type Listing = {
  readonly name: 'ResourceTypes' | 'Schemas';
  readonly what: string;
  readonly all: readonly Described[];
};

function listed({ name, what, all }: Listing): readonly Route[] {
  const [first] = all;
  return [
    route({
      ...common,
      path: `${SCIM_ROOT}/${name}`,
      operationId: `scim${name}`,
      summary: `List ${what}s`,
      description: `All ${what}s.`,
      responses: { ...refusals, 200: success(`The ${what}s.`, document) },
      handle: ({ app }, { query }) => {
        refuseFilter(query);
        const documents = all.map((one) => located(app, one));
        return scimAnswer(200, listBody(all.length, 1, documents));
      },
    }),
    route({
      ...common,
      path: `${SCIM_ROOT}/${name}/{id}`,
      operationId: `scimGet${name.slice(0, -1)}`,
      summary: `Read a ${what}`,
      description: `One ${what}.`,
      pathParameters: z.object({
        id: z
          .string()
          .meta({ description: `The id of the ${what}.`, param: { example: first?.id } }),
      }),
      responses: { ...refusals, 200: success(`The ${what}.`, document), ...UNKNOWN_RESOURCE },
      handle: ({ app }, { path, query }) => {
        refuseFilter(query);
        const found = all.find(({ id }) => id.toLowerCase() === path.id.toLowerCase());
        return found === undefined
          ? scimErrorAnswer(404, `The ${what} does not exist`)
          : scimAnswer(200, located(app, found));
      },
    }),
  ];
}

export const discoveryRoutes = [
  serviceProviderConfig,
  ...listed({ name: 'ResourceTypes', what: 'resource type', all: RESOURCE_TYPES }),
  ...listed({ name: 'Schemas', what: 'schema', all: SCHEMAS }),
];
