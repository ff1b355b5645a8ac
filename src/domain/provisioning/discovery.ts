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

/** Attributes that are not among those of a kind: they are not read as the others are. */
type Described = Omit<Attribute, 'kind' | 'parts'> & {
  readonly kind: Attribute['kind'] | 'REFERENCE';
  /** It can be set together with the others of its value alone. */
  readonly isImmutable?: true;
  readonly refersTo?: 'User' | 'Group';
  readonly parts?: readonly Described[];
};

const MEMBERS: Described = {
  name: 'members',
  kind: 'COMPLEX',
  isList: true,
  parts: [
    { name: 'value', kind: 'TEXT', isImmutable: true },
    { name: 'type', kind: 'TEXT', isImmutable: true, always: 'User' },
    { name: 'display', kind: 'TEXT', isReadOnly: true },
    { name: '$ref', kind: 'REFERENCE', isReadOnly: true, refersTo: 'User' },
  ],
};

const GROUPS: Described = {
  name: 'groups',
  kind: 'COMPLEX',
  isList: true,
  isReadOnly: true,
  parts: [
    { name: 'value', kind: 'TEXT', isReadOnly: true },
    { name: 'type', kind: 'TEXT', isReadOnly: true, always: 'direct' },
    { name: 'display', kind: 'TEXT', isReadOnly: true },
    { name: '$ref', kind: 'REFERENCE', isReadOnly: true, refersTo: 'Group' },
  ],
};

/** Every resource has these; no schema lists them. */
const COMMON = ['schemas', 'id', 'meta', 'externalId', 'groups'];

function schemaOf(name: string, { urn, attributes }: ResourceKind, more: Described) {
  const own = attributes.filter((attribute) => !COMMON.includes(attribute.name));
  return {
    schemas: [`${SCHEMA}:Schema`],
    id: urn,
    name,
    description: `What the service stores of a ${name}. Other attributes are accepted and ignored.`,
    attributes: [...own, more].map(attributeBody),
    meta: { resourceType: 'Schema', location: `${ROOT}/Schemas/${urn}` },
  };
}

const TYPES = {
  TEXT: 'string',
  FLAG: 'boolean',
  COMPLEX: 'complex',
  REFERENCE: 'reference',
} as const;

function attributeBody(attribute: Described): object {
  const { name, kind, isList, isRequired, isCaseExact, always, refersTo, parts } = attribute;
  return {
    name,
    type: TYPES[kind],
    multiValued: isList === true,
    required: isRequired === true,
    caseExact: isCaseExact === true,
    mutability: mutabilityOf(attribute),
    returned: attribute.isWriteOnly ? 'never' : 'default',
    uniqueness: attribute.isUnique ? 'server' : 'none',
    ...(always !== undefined && { canonicalValues: [always] }),
    ...(refersTo !== undefined && { referenceTypes: [refersTo] }),
    ...(parts && { subAttributes: parts.map(attributeBody) }),
  };
}

function mutabilityOf({ isReadOnly, isWriteOnly, isImmutable }: Described): string {
  if (isReadOnly) return 'readOnly';
  if (isWriteOnly) return 'writeOnly';
  return isImmutable ? 'immutable' : 'readWrite';
}

export const SCHEMAS = [
  schemaOf('User', USER_KIND, GROUPS),
  schemaOf('Group', GROUP_KIND, MEMBERS),
];
