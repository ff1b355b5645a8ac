import { z } from 'zod';
import { SCIM_ERROR, SCIM_TYPE } from '../../core/http/scim.ts';
import { exactId, parseInt64 } from '../../core/input/integer.ts';
import { ScimError } from '../../core/scim-error.ts';
import { field } from '../../kit/rest/fields.ts';
import { type Projection, readProjection } from './scim/projection.ts';

// What all SCIM routes have in common.

export const tag = 'Provisioning';
export const access = { requires: 'PROVISIONING' } as const;
export const protocol = 'SCIM' as const;
const mediaType = SCIM_TYPE;

const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const MOST_PER_PAGE = 200;
const PER_PAGE = 100;

/** Texts in the documentation, of whatever type: they are checked where they are read. */
export function given(type: 'string' | 'boolean' | 'array' | 'object', description: string) {
  const override = type === 'array' ? { type, items: {} } : { type };
  return z.unknown().optional().meta({ description, override });
}

export const schemas = field(null, z.array(z.string()).describe('The schemas of the resource.'));

const scimError = z
  .object({
    schemas: z.array(z.string()).describe(`\`${SCIM_ERROR}\`.`),
    status: z.string().describe('The status, as text.'),
    scimType: z
      .string()
      .optional()
      .describe('The kind of error, as RFC 7644 names it, such as `uniqueness`.'),
    detail: z.string().describe('What is wrong, with the name of the attribute.'),
  })
  .meta({ id: 'ScimError', description: 'Why a SCIM request was refused (RFC 7644, 3.12).' });

/** A refusal of the routes. */
export function refusalResponse(description: string) {
  return { description, schema: scimError, mediaType };
}

export function success(description: string, schema: z.ZodType) {
  return { description, schema, mediaType };
}

export const REFUSALS = {
  400: refusalResponse(
    'The request is malformed or an attribute is invalid; `scimType` has the kind.',
  ),
  401: refusalResponse('No key, or an unknown one.'),
  403: refusalResponse('The key may not call this route.'),
  429: refusalResponse('Too many requests; `Retry-After` gives the seconds to wait.'),
  503: refusalResponse('The database does not respond; `Retry-After` gives the seconds to wait.'),
  default: refusalResponse('Any other refusal, such as 405, 413 or 500.'),
} as const;

export const UNKNOWN_RESOURCE = { 404: refusalResponse('The resource does not exist.') };
export const TAKEN = { 409: refusalResponse('Another resource has this name or address.') };

const shown = {
  attributes: z
    .string()
    .optional()
    .meta({
      description: 'Which attributes to return, separated by commas. Default: all.',
      param: { example: 'userName,displayName,members' },
    }),
  excludedAttributes: z
    .string()
    .optional()
    .meta({
      description: 'Which attributes to leave out, separated by commas.',
      param: { example: 'meta' },
    }),
};

export const oneQuery = z.object(shown);

export const listQuery = z.object({
  filter: z
    .string()
    .optional()
    .meta({
      description: 'Which resources, as in RFC 7644, section 3.4.2.2.',
      param: { example: 'id pr' },
    }),
  startIndex: z
    .string()
    .optional()
    .meta({
      description: 'The first resource, counted from 1. Default: 1.',
      param: { example: 1 },
      override: { type: 'integer', default: 1 },
    }),
  count: z
    .string()
    .optional()
    .meta({
      description: `How many resources at most, up to ${MOST_PER_PAGE}; 0 returns the total only. Default: ${PER_PAGE}.`,
      param: { example: 10 },
      override: { type: 'integer', default: PER_PAGE },
    }),
  ...shown,
});

export type Listed = z.output<typeof listQuery>;

/** @throws ScimError */
export function windowOf({ startIndex, count }: Listed) {
  const first = Math.max(wholeNumber('startIndex', startIndex, 1), 1);
  const limit = Math.min(Math.max(wholeNumber('count', count, PER_PAGE), 0), MOST_PER_PAGE);
  return { first, offset: first - 1, limit };
}

function wholeNumber(name: string, text: string | undefined, preset: number): number {
  if (text === undefined || text === '') return preset;
  const number = parseInt64(text);
  if (number === null)
    throw new ScimError(`${name} must be a whole number`, { scimType: 'invalidValue' });
  return Number(number > LARGEST ? LARGEST : number);
}

const LARGEST = 1_000_000_000n;

/** @throws ScimError */
export function projectionOf(query: z.output<typeof oneQuery>): Projection {
  return readProjection(query);
}

/** Ids are opaque: a text that is none is as unknown as one that nobody has. */
export function idParameter(description: string, example: string) {
  return z
    .string()
    .transform((text) => exactId(text) ?? 0n)
    .meta({ description, param: { example }, override: { type: 'string' } });
}

export function listSchema(name: string, resource: z.ZodType) {
  return z
    .object({
      schemas,
      totalResults: field(null, z.int().describe('How many there are on all pages.')),
      startIndex: field(null, z.int().describe('The place of the first one here, from 1.')),
      itemsPerPage: field(null, z.int().describe('How many are here.')),
      Resources: field(null, z.array(resource).describe('The resources, by id.')),
    })
    .meta({ id: name, description: 'A page of resources (RFC 7644, 3.4.2).' });
}

export function listBody(total: number, first: number, resources: readonly object[]) {
  return {
    schemas: [LIST],
    totalResults: total,
    startIndex: first,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

export const patchBody = z
  .looseObject({
    schemas: given('array', `\`${PATCH}\`.`),
    Operations: given('array', 'What to add, replace and remove, in this order; at most 500.'),
  })
  .meta({ description: 'Changes of a resource (RFC 7644, 3.5.2).' });
