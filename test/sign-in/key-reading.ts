import { startServer } from '../support/server.ts';
import type { TestProvider } from './provider.ts';
import { viewerOf } from './request.ts';
import { OKTA_HEADER, oktaClaims } from './shapes.ts';

/** A service whose clock only the test moves, with one provider. */
export async function startBoth(provider: TestProvider) {
  let now = Date.now();
  const settings = {
    name: 'okta',
    issuer: provider.issuer,
    audience: 'api://latchkey',
    rules: [{ claim: 'scp', operator: 'contains', value: 'latchkey.read', grant: 'ANALYTICS' }],
  };
  const server = await startServer({
    env: { OIDC_PROVIDERS: JSON.stringify([settings]) },
    clock: () => new Date(now),
  });
  return {
    server,
    /** Only the clock of the rules: nothing waits. */
    pass: (seconds: number) => {
      now += seconds * 1_000;
    },
    refresh: () => server.app.providers.refresh(),
    token: () => provider.accessToken(oktaClaims(provider.issuer), OKTA_HEADER),
    statusOf: async (token: string) => (await viewerOf(server, token)).status,
  };
}
