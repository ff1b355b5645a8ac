import { GROUP_KIND } from './group-kind.ts';
import type { Attribute, ResourceKind } from './scim/attributes.ts';
import { MOST_OPERATIONS } from './scim/operations.ts';
import { USER_KIND } from './user-kind.ts';

// The documents of RFC 7643, sections 5 to 7. Paths are relative to the host of the request.

const ROOT = '/scim/v2';
const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0';
const MOST_RESULTS = 200;

export const SERVICE_PROVIDER_CONFIG = {
  schemas: [`${SCHEMA}:ServiceProviderConfig`],
  patch: { supported: true, maxOperations: MOST_OPERATIONS },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MOST_RESULTS },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Provisioning key',
      description: 'A provisioning key in the header Authorization, after "Bearer".',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${ROOT}/ServiceProviderConfig` },
};

export const RESOURCE_TYPES = [
  resourceType('User', USER_KIND, 'Users of the service'),
  resourceType('Group', GROUP_KIND, 'Groups of users; they grant nothing'),
];

function resourceType(name: string, { urn }: ResourceKind, description: string) {
  return {
    schemas: [`${SCHEMA}:ResourceType`],
    id: name,
    name,
    description,
    endpoint: `/${name}s`,
    schema: urn,
    meta: { resourceType: 'ResourceType', location: `${ROOT}/ResourceTypes/${name}` },
  };
}

const MEMBERS: Attribute = {
  name: 'members',
  kind: 'COMPLEX',
  isList: true,
  parts: [
    { name: 'value', kind: 'TEXT' },
    { name: 'display', kind: 'TEXT', isReadOnly: true },
    { name: 'type', kind: 'TEXT' },
  ],
};

const GROUPS: Attribute = {
  name: 'groups',
  kind: 'COMPLEX',
  isList: true,
  isReadOnly: true,
  parts: [
    { name: 'value', kind: 'TEXT', isReadOnly: true },
    { name: 'display', kind: 'TEXT', isReadOnly: true },
  ],
};

/** Every resource has these; no schema lists them. */
const COMMON = ['schemas', 'id', 'meta', 'externalId', 'groups'];
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  User: ['userName'],
  Group: ['displayName'],
};

function schemaOf(name: string, { urn, attributes }: ResourceKind, more: readonly Attribute[]) {
  const own = attributes.filter((attribute) => !COMMON.includes(attribute.name));
  const unique = REQUIRED[name] ?? [];
  return {
    schemas: [`${SCHEMA}:Schema`],
    id: urn,
    name,
    description: `What the service stores of a ${name}. Other attributes are accepted and ignored.`,
    attributes: [...own, ...more].map((attribute) => attributeBody(attribute, unique)),
    meta: { resourceType: 'Schema', location: `${ROOT}/Schemas/${urn}` },
  };
}

const TYPES = { TEXT: 'string', FLAG: 'boolean', COMPLEX: 'complex' } as const;

function attributeBody(attribute: Attribute, unique: readonly string[]): object {
  const { name, kind, isList, isReadOnly, isCaseExact, parts } = attribute;
  const isUnique = unique.includes(name);
  return {
    name,
    type: TYPES[kind],
    multiValued: isList === true,
    required: isUnique,
    caseExact: isCaseExact === true,
    mutability: isReadOnly ? 'readOnly' : 'readWrite',
    returned: 'default',
    uniqueness: isUnique ? 'server' : 'none',
    ...(parts && { subAttributes: parts.map((part) => attributeBody(part, [])) }),
  };
}

export const SCHEMAS = [
  schemaOf('User', USER_KIND, [GROUPS]),
  schemaOf('Group', GROUP_KIND, [MEMBERS]),
];
