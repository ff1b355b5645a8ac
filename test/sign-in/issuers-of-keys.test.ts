import { describe, expect, it } from 'vitest';
import { startServer } from '../support/server.ts';
import { startBoth } from './key-reading.ts';
import { startProvider } from './provider.ts';
import { viewerOf } from './request.ts';
import { ENTRA_HEADER, entraClaims, OTHER_TENANT, TENANT } from './shapes.ts';

// For which issuers the keys of a provider sign.

describe('what a provider publishes', () => {
  const templated = 'https://login.example.com/{tenantid}/v2.0';

  it.each([
    ['another tenant', templated.replace('{tenantid}', OTHER_TENANT), 401],
    ['its tenant', templated.replace('{tenantid}', TENANT), 200],
    ['each tenant', templated, 200],
  ])('signs for %s only, if it says so', async (_what, named, status) => {
    const origin = 'https://login.example.com';
    const provider = await startProvider({
      path: '/{tenantid}/v2.0',
      servedAt: '/organizations/v2.0',
      keyIssuer: (base) => named.replace(origin, base),
    });
    const { issuer } = provider;
    const audience = 'api://latchkey';
    const rules = [{ claim: 'sub', operator: 'exists', grant: 'ANALYTICS' }];
    const settings = { name: 'entra', issuer, audience, rules, type: 'entra', tenants: [TENANT] };
    const server = await startServer({ env: { OIDC_PROVIDERS: JSON.stringify([settings]) } });
    await server.app.providers.refresh();
    const claims = entraClaims(issuer.replace('{tenantid}', TENANT));
    const token = await provider.accessToken(claims, ENTRA_HEADER);
    const reply = await viewerOf(server, token);
    expect(reply.status).toBe(status);
    if (status === 401)
      expect(reply.error?.message).toBe('The token names no current key of its issuer');
  });

  it('is not believed for another issuer', async () => {
    const provider = await startProvider({ path: '/one', servedAt: '/two' });
    const { server, refresh } = await startBoth({
      ...provider,
      issuer: provider.issuer.replace('/one', '/two'),
    });
    await refresh();
    expect(server.app.providers.problem()).toContain('names another issuer');
  });
});
