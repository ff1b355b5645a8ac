import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import { refusal } from './refusal.ts';

const RULE = { claim: 'groups', operator: 'contains', value: 'admins', grant: 'ADMIN' };
const PROVIDER = {
  name: 'okta',
  issuer: 'https://example.okta.com/oauth2/default',
  audience: 'api://latchkey',
  rules: [RULE],
};
const DOMAIN = { ...RULE, operator: 'emailDomain', value: 'example.com' };
const MULTI_TENANT = 'https://login.microsoftonline.com/{tenantid}/v2.0';
const TENANT = '9122040d-6c67-4c5b-b112-36a304b66dad';

const providersOf = (...providers: unknown[]) =>
  parseConfig({ OIDC_PROVIDERS: JSON.stringify(providers) }).providers;

describe('OIDC_PROVIDERS', () => {
  it('is none by default', () => {
    expect(parseConfig({}).providers).toEqual([]);
  });

  it('has defaults for all but issuer, audience and rules', () => {
    expect(providersOf(PROVIDER)).toEqual([
      {
        name: 'okta',
        issuer: 'https://example.okta.com/oauth2/default',
        audience: ['api://latchkey'],
        algorithms: ['RS256', 'PS256', 'ES256'],
        clockSkewSeconds: 30,
        tenants: [],
        emailClaim: 'email',
        trustEmail: false,
        isEntra: false,
        rules: [{ claim: ['groups'], operator: 'contains', value: ['admins'], grant: 'ADMIN' }],
      },
    ]);
  });

  it('knows Entra ID by its hosts, or by its type', () => {
    const entra = { ...PROVIDER, issuer: `https://login.microsoftonline.com/${TENANT}/v2.0` };
    const several = { ...PROVIDER, name: 'all', issuer: MULTI_TENANT, tenants: [TENANT] };
    const named = { ...PROVIDER, name: 'named', type: 'entra' };
    expect(providersOf(entra, several, named).map(({ isEntra }) => isEntra)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it.each<readonly [string, unknown, string]>([
    ['no list', PROVIDER, 'it is wrong'],
    ['an empty list', [], 'it is wrong'],
    ['no issuer', [{ ...PROVIDER, issuer: undefined }], '[0].issuer'],
    [
      'an issuer over plain HTTP',
      [{ ...PROVIDER, issuer: 'http://idp.example.com' }],
      '[0].issuer must be the https address',
    ],
    [
      'an issuer with a query',
      [{ ...PROVIDER, issuer: 'https://idp.example.com/?a' }],
      '[0].issuer must be',
    ],
    ['a name with blanks', [{ ...PROVIDER, name: 'our okta' }], '[0].name must be'],
    ['no audience', [{ ...PROVIDER, audience: [] }], '[0].audience'],
    ['HS256', [{ ...PROVIDER, algorithms: ['HS256'] }], '[0].algorithms[0]'],
    ['none', [{ ...PROVIDER, algorithms: ['none'] }], '[0].algorithms[0]'],
    ['an hour of skew', [{ ...PROVIDER, clockSkewSeconds: 3_600 }], '[0].clockSkewSeconds'],
    ['no rules', [{ ...PROVIDER, rules: [] }], '[0].rules'],
    ['an unknown field', [{ ...PROVIDER, audiences: [] }], '[0] has unknown fields: audiences'],
    [
      'a secret for a field',
      [{ ...PROVIDER, 'canary-secret!': 1 }],
      '[0] has unknown fields: (another name)',
    ],
    [
      'one name twice',
      [PROVIDER, { ...PROVIDER, issuer: 'https://other.example.com' }],
      '[1].name must differ',
    ],
    ['one issuer twice', [PROVIDER, { ...PROVIDER, name: 'other' }], '[1].issuer must differ'],
    [
      'no tenants for several tenants',
      [{ ...PROVIDER, issuer: MULTI_TENANT }],
      '[0].tenants must list',
    ],
    [
      'any address of several tenants',
      [{ ...PROVIDER, issuer: MULTI_TENANT, tenants: [TENANT], trustEmail: true }],
      '[0].trustEmail must be false',
    ],
    [
      'a tenant by its domain',
      [{ ...PROVIDER, tenants: ['example.com'] }],
      '[0].tenants[0] must be',
    ],
    [
      'an unknown operator',
      [{ ...PROVIDER, rules: [{ ...RULE, operator: 'matches' }] }],
      '[0].rules[0].operator',
    ],
    [
      'a rule without a value',
      [{ ...PROVIDER, rules: [{ ...RULE, value: undefined }] }],
      '[0].rules[0].value is required',
    ],
    [
      'exists with a value',
      [{ ...PROVIDER, rules: [{ ...RULE, operator: 'exists' }] }],
      '[0].rules[0].value must be omitted',
    ],
    [
      'a domain with @',
      [{ ...PROVIDER, rules: [{ ...RULE, operator: 'emailDomain', value: '@example.com' }] }],
      '[0].rules[0].value must be a domain',
    ],
    [
      'USER without scopes',
      [{ ...PROVIDER, rules: [{ ...RULE, grant: 'USER' }] }],
      '[0].rules[0].scopes must list',
    ],
    [
      'ADMIN with scopes',
      [{ ...PROVIDER, rules: [{ ...RULE, scopes: ['bot'] }] }],
      '[0].rules[0].scopes must be omitted',
    ],
    [
      'USER with an address that is never verified',
      [{ ...PROVIDER, emailClaim: 'upn', rules: [{ ...RULE, grant: 'USER', scopes: ['bot'] }] }],
      '[0].rules[0].grant cannot be USER: email_verified is about the claim email',
    ],
    [
      'a grant by an address that is never verified',
      [{ ...PROVIDER, emailClaim: 'upn', rules: [{ ...DOMAIN, claim: 'upn' }] }],
      '[0].rules[0].grant cannot be ADMIN',
    ],
    [
      'a grant by the domain of another claim',
      [{ ...PROVIDER, rules: [{ ...DOMAIN, claim: 'upn' }] }],
      '[0].rules[0].claim must be the emailClaim (email)',
    ],
    [
      'a grant by the domain of a nested claim',
      [{ ...PROVIDER, rules: [{ ...DOMAIN, claim: ['ext', 'email'] }] }],
      '[0].rules[0].claim must be the emailClaim (email)',
    ],
    [
      'a grant by email where it is not the claim with the address',
      [{ ...PROVIDER, emailClaim: 'mail', trustEmail: true, rules: [{ ...RULE, claim: 'email' }] }],
      '[0].rules[0].claim must be the emailClaim (mail)',
    ],
    [
      'the name that sign-in links have',
      [{ ...PROVIDER, name: 'link' }],
      '[0].name must not be link',
    ],
    [
      'an unknown scope',
      [{ ...PROVIDER, rules: [{ ...RULE, grant: 'USER', scopes: ['all'] }] }],
      '[0].rules[0].scopes[0]',
    ],
  ])('refuses %s', (_what, providers, problem) => {
    const text = refusal({ OIDC_PROVIDERS: JSON.stringify(providers) });
    expect(text).toContain('OIDC_PROVIDERS must be a list of providers: ');
    expect(text).toContain(problem);
    expect(text).not.toContain('canary');
    expect(text).not.toContain('\n');
  });

  it('lets rules refuse by any claim, and grant by a trusted address in any claim', () => {
    const rules = [
      { ...DOMAIN, claim: 'upn', grant: 'NONE' },
      { ...DOMAIN, claim: 'mail', grant: 'USER', scopes: ['bot'] },
    ];
    const settings = { ...PROVIDER, emailClaim: 'mail', rules };
    expect(providersOf({ ...settings, trustEmail: true })).toHaveLength(1);
    expect(providersOf({ ...settings, type: 'entra' })).toHaveLength(1);
  });

  it('refuses what is no JSON, and does not repeat it', () => {
    const text = refusal({ OIDC_PROVIDERS: 'canary' });
    expect(text).toContain('OIDC_PROVIDERS must be JSON');
    expect(text).not.toContain('canary');
  });
});
