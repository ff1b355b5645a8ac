import type { ResourceKind } from './scim/attributes.ts';

/** What is stored of the Group of RFC 7643, section 4.2. Its members are read by themselves. */
export const GROUP_KIND: ResourceKind = {
  urn: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  attributes: [
    { name: 'schemas', kind: 'TEXT', isReadOnly: true },
    { name: 'id', kind: 'TEXT', isReadOnly: true },
    { name: 'meta', kind: 'COMPLEX', isReadOnly: true },
    { name: 'externalId', kind: 'TEXT', isCaseExact: true },
    { name: 'displayName', kind: 'TEXT', isRequired: true, isUnique: true },
  ],
};
