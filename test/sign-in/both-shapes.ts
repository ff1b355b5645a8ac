import { startServer, type TestServer } from '../support/server.ts';
import { startProvider, type TestProvider } from './provider.ts';
import { TENANT } from './shapes.ts';

/** A server with a provider in the shape of Okta, and one in that of Entra. */
export type BothShapes = {
  readonly okta: TestProvider;
  readonly entra: TestProvider;
  readonly server: TestServer;
  readonly stop: () => Promise<void>;
};

/** What the settings of a provider say beyond its name, issuer and audience. */
type Settings = Readonly<Record<string, unknown>>;

export async function startBothShapes(
  settings: { readonly okta: Settings; readonly entra: Settings },
  clock: () => Date,
): Promise<BothShapes> {
  const okta = await startProvider();
  const entra = await startProvider({ path: `/${TENANT}/v2.0` });
  const audience = 'api://latchkey';
  const providers = [
    { name: 'okta', issuer: okta.issuer, audience, ...settings.okta },
    { name: 'entra', issuer: entra.issuer, audience, type: 'entra', ...settings.entra },
  ];
  const server = await startServer({ env: { OIDC_PROVIDERS: JSON.stringify(providers) }, clock });
  await server.app.providers.refresh();
  const stop = async () => {
    await server.stop();
    await okta.stop();
    await entra.stop();
  };
  return { okta, entra, server, stop };
}
