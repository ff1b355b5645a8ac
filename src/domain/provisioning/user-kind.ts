import type { ResourceKind } from './scim/attributes.ts';

/** What is stored of the User of RFC 7643, section 4.1. */
export const USER_KIND: ResourceKind = {
  urn: 'urn:ietf:params:scim:schemas:core:2.0:User',
  attributes: [
    { name: 'schemas', kind: 'TEXT', isReadOnly: true },
    { name: 'id', kind: 'TEXT', isReadOnly: true },
    { name: 'meta', kind: 'COMPLEX', isReadOnly: true },
    { name: 'groups', kind: 'COMPLEX', isReadOnly: true },
    { name: 'externalId', kind: 'TEXT', isCaseExact: true },
    { name: 'userName', kind: 'TEXT', isRequired: true, isUnique: true },
    { name: 'displayName', kind: 'TEXT' },
    {
      name: 'name',
      kind: 'COMPLEX',
      parts: [
        { name: 'formatted', kind: 'TEXT', isWriteOnly: true },
        { name: 'givenName', kind: 'TEXT' },
        { name: 'familyName', kind: 'TEXT' },
      ],
    },
    { name: 'active', kind: 'FLAG', isKept: true },
    {
      name: 'emails',
      kind: 'COMPLEX',
      isList: true,
      parts: [
        { name: 'value', kind: 'TEXT', isUnique: true },
        { name: 'type', kind: 'TEXT', always: 'work' },
        { name: 'primary', kind: 'FLAG' },
      ],
    },
  ],
};
