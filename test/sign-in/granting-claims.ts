import type { Claims } from './provider.ts';

/** What the claims of two providers grant. */
export const RULES = {
  okta: [
    { claim: 'groups', operator: 'contains', value: 'suspended', grant: 'NONE' },
    { claim: 'groups', operator: 'contains', value: ['admins', 'owners'], grant: 'ADMIN' },
    { claim: 'scp', operator: 'contains', value: 'latchkey.figures', grant: 'ANALYTICS' },
    {
      claim: ['realm_access', 'roles'],
      operator: 'contains',
      value: 'bots',
      grant: 'USER',
      scopes: ['bot', 'tx'],
    },
    {
      claim: 'email',
      operator: 'emailDomain',
      value: 'example.com',
      grant: 'USER',
      scopes: ['tx'],
    },
  ],
  entra: [
    { claim: 'roles', operator: 'contains', value: 'Admin', grant: 'ADMIN' },
    {
      claim: 'groups',
      operator: 'contains',
      value: '02bd9fd6-8f93-4758-87c3-1fb73740a315',
      grant: 'ANALYTICS',
    },
    { claim: 'scp', operator: 'contains', value: 'access_as_user', grant: 'USER', scopes: ['bot'] },
  ],
};

const VERIFIED = { email: 'ada@example.com', email_verified: true };

/** Of Okta, and what they grant. */
export const GRANTED: readonly (readonly [what: string, Claims, readonly string[]])[] = [
  ['a group', { groups: ['Everyone', 'admins'] }, ['ADMIN', 'ANALYTICS', 'USER']],
  ['another value of the same rule', { groups: ['owners'] }, ['ADMIN', 'ANALYTICS', 'USER']],
  ['a scope in a list', { scp: ['latchkey.figures'] }, ['ANALYTICS']],
  ['a scope in a text', { scp: 'openid latchkey.figures' }, ['ANALYTICS']],
  ['a claim below another', { ...VERIFIED, realm_access: { roles: ['bots'] } }, ['USER']],
  ['the domain of the address', VERIFIED, ['USER']],
  ['the domain in another case', { ...VERIFIED, email: 'ada@Example.COM' }, ['USER']],
  ['an address that is verified as a text', { ...VERIFIED, email_verified: 'true' }, ['USER']],
];

/** Of Okta, and why they are refused. */
export const REFUSED: readonly (readonly [what: string, Claims, reason: string])[] = [
  ['no claim of any', { groups: ['Everyone'] }, 'No rule grants anything to this token'],
  [
    'a part of a value',
    { groups: ['admins-of-another-app'] },
    'No rule grants anything to this token',
  ],
  ['a value in another case', { groups: ['Admins'] }, 'No rule grants anything to this token'],
  [
    'a text that contains the value',
    { scp: 'xlatchkey.figures' },
    'No rule grants anything to this token',
  ],
  ['a number', { groups: 1 }, 'No rule grants anything to this token'],
  [
    'an object',
    { groups: { 0: 'admins', includes: true } },
    'No rule grants anything to this token',
  ],
  [
    'an address of a domain that ends alike',
    { ...VERIFIED, email: 'ada@evilexample.com' },
    'No rule grants anything to this token',
  ],
  [
    'a domain below it',
    { ...VERIFIED, email: 'ada@evil.example.com' },
    'No rule grants anything to this token',
  ],
  [
    'an address that is not verified',
    { ...VERIFIED, email_verified: false },
    'No rule grants anything to this token',
  ],
  [
    'an address of which nothing is said',
    { email: 'ada@example.com' },
    'No rule grants anything to this token',
  ],
  [
    'two addresses in one',
    { ...VERIFIED, email: 'eve@evil.org <ada@example.com' },
    'No rule grants anything to this token',
  ],
  [
    'a rule that refuses, before one that grants',
    { groups: ['admins', 'suspended'] },
    'A rule refuses this token',
  ],
];

/** Of Entra ID, by which an address is verified, and which. */
export const ADDRESSES: readonly (readonly [how: string, Claims, email: string | null])[] = [
  ['by xms_edov', { email: 'edov@example.com', xms_edov: true }, 'edov@example.com'],
  ['by xms_edov as a number', { email: 'edov@example.com', xms_edov: '1' }, 'edov@example.com'],
  [
    'by verified_primary_email',
    { verified_primary_email: ['primary@example.com'] },
    'primary@example.com',
  ],
  ['by email_verified', { email: 'nobody@example.com', email_verified: true }, null],
  ['by nothing', { email: 'nobody@example.com' }, null],
  [
    'for another address',
    { email: 'nobody@example.com', verified_primary_email: ['primary@example.com'] },
    null,
  ],
  ['not at all', { email: 'nobody@example.com', xms_edov: false }, null],
  ['by the user name', { preferred_username: 'nobody@example.com' }, null],
];
