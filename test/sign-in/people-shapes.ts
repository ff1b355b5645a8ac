import type { PeopleProvider } from './people-provider.ts';
import { ADMINS, type ProviderOptions } from './people-server.ts';
import type { Claims } from './provider.ts';
import { ENTRA_HEADER, entraClaims, OKTA_HEADER, oktaClaims, TENANT } from './shapes.ts';

// Two providers at which people sign in, in the shape of Okta and of Entra ID.

/** Of a person of Entra ID, in every application. */
export const OBJECT_ID = '690222be-ff1a-4d56-abd1-7e4f7d38e474';

export type PeopleShape = {
  readonly displayName: string;
  readonly options: ProviderOptions;
  /** As ID tokens name the person. */
  readonly person: string;
  /** What this service calls the same person. */
  readonly subject: string;
  readonly header: Claims;
  /** Of an access token of an administrator, which lasts for ten minutes from then. */
  readonly claims: (provider: PeopleProvider, seconds: number) => Claims;
};

export const OKTA: PeopleShape = {
  displayName: 'Okta',
  options: { rules: [ADMINS], displayName: 'Okta' },
  person: '00u9o8bm6hS4fJZ0E0g4',
  subject: 'ada@example.com',
  header: OKTA_HEADER,
  claims: ({ tokenIssuer }, iat) =>
    oktaClaims(tokenIssuer, { groups: ['admins'], name: 'Ada Lovelace', iat, exp: iat + 600 }),
};

export const ENTRA: PeopleShape = {
  displayName: 'Microsoft',
  options: {
    rules: [{ claim: 'roles', operator: 'contains', value: 'Latchkey.Admin', grant: 'ADMIN' }],
    displayName: 'Microsoft',
    settings: { type: 'entra', tenants: [TENANT] },
    entra: { tenant: TENANT, objectId: OBJECT_ID },
    namesSessions: true,
  },
  person: 'HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ',
  subject: OBJECT_ID,
  header: ENTRA_HEADER,
  claims: ({ tokenIssuer }, iat) => {
    // The library names the person itself.
    const { sub: _sub, ...claims } = entraClaims(tokenIssuer);
    return { ...claims, roles: ['Latchkey.Admin'], iat, nbf: iat, exp: iat + 600 };
  },
};

/** From now on, the provider signs this person in, with tokens of this shape. */
export function setPerson(provider: PeopleProvider, shape: PeopleShape, now: number): void {
  provider.setPerson(shape.person);
  provider.setClaims(shape.claims(provider, Math.floor(now / 1_000)), shape.header);
}
