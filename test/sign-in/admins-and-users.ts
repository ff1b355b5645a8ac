import type { TestProvider } from './provider.ts';

/** `OIDC_PROVIDERS` with a provider of operators and of users. */
export const settingsOf = (provider: TestProvider) => [
  {
    name: 'okta',
    issuer: provider.issuer,
    audience: 'api://latchkey',
    clockSkewSeconds: 0,
    rules: [
      { claim: 'groups', operator: 'contains', value: 'admins', grant: 'ADMIN' },
      {
        claim: 'email',
        operator: 'emailDomain',
        value: 'example.com',
        grant: 'USER',
        scopes: ['bot'],
      },
    ],
  },
];
