import { freePort } from '../support/ports.ts';
import { type ServerOptions, startServer, type TestServer } from '../support/server.ts';
import type { EntraShape } from './as-entra.ts';
import { CLIENT } from './people-configuration.ts';
import { type PeopleProvider, startPeopleProvider } from './people-provider.ts';
import { AUDIENCE, type Claims } from './provider.ts';

// A service at which people sign in with a browser, and the providers that they come from.

export const ADMINS = { claim: 'groups', operator: 'contains', value: 'admins', grant: 'ADMIN' };
export const USERS = {
  claim: 'email',
  operator: 'emailDomain',
  value: 'example.com',
  grant: 'USER',
  scopes: ['bot'],
};

export type People = {
  readonly provider: PeopleProvider;
  /** The others that were asked for. */
  readonly others: readonly PeopleProvider[];
  readonly server: TestServer;
  /** A second process, with the same database. */
  readonly beside: (env?: Readonly<Record<string, string>>) => Promise<TestServer>;
  /** The settings of the providers, with some others of the first. */
  readonly providersEnv: (more?: Claims) => { readonly OIDC_PROVIDERS: string };
  readonly stop: () => Promise<void>;
};

/** A provider at which people sign in; left out, its name is that of Okta. */
export type ProviderOptions = {
  readonly name?: string;
  readonly displayName?: string;
  readonly rules: readonly object[];
  /** Of the provider, besides. */
  readonly settings?: Claims;
  readonly entra?: EntraShape;
  /** Whether the provider names its sessions in ID tokens. */
  readonly namesSessions?: true;
};

type Options = ProviderOptions &
  Pick<ServerOptions, 'clock'> & {
    readonly env?: Readonly<Record<string, string>>;
    readonly basePath?: string;
    readonly others?: readonly ProviderOptions[];
  };

export async function startPeople({
  env = {},
  basePath = '',
  clock,
  others = [],
  ...first
}: Options): Promise<People> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}${basePath}`;
  const [one, ...more] = await Promise.all([
    startOne(url, first),
    ...others.map((options) => startOne(url, options)),
  ]);
  const providersEnv = (changed: Claims = {}) => ({
    OIDC_PROVIDERS: JSON.stringify([
      { ...one.settings, ...changed },
      ...more.map(({ settings }) => settings),
    ]),
  });
  const all = { ...providersEnv(), ...(basePath && { BASE_PATH: basePath }), ...env };
  const withClock = clock && { clock };
  const server = await startServer({ env: { ...all, PORT: String(port) }, ...withClock });
  await server.app.providers.refresh();
  const processes: TestServer[] = [];
  return {
    provider: one.provider,
    others: more.map(({ provider }) => provider),
    server,
    providersEnv,
    beside: async (changed = {}) => {
      const other = await startServer({
        env: { ...all, ...changed },
        ...withClock,
        beside: server,
      });
      await other.app.providers.refresh();
      processes.push(other);
      return other;
    },
    stop: async () => {
      for (const other of processes) await other.stop();
      await server.stop();
      for (const { provider } of [one, ...more]) await provider.stop();
    },
  };
}

type Started = { readonly provider: PeopleProvider; readonly settings: Claims };

async function startOne(
  url: string,
  {
    name = 'okta',
    displayName = 'Okta',
    rules,
    settings = {},
    entra,
    namesSessions,
  }: ProviderOptions,
): Promise<Started> {
  const redirectUri = `${url}/sign-in/${name}/callback`;
  const provider = await startPeopleProvider(
    {
      signIn: [redirectUri],
      signOut: [`${url}/dashboard`],
      ...(namesSessions && { backChannel: `${url}/sign-out/back-channel` }),
    },
    entra,
  );
  const { id: clientId, secret: clientSecret } = CLIENT;
  return {
    provider,
    settings: {
      name,
      issuer: provider.issuer,
      audience: AUDIENCE,
      rules,
      signIn: { clientId, clientSecret, redirectUri, displayName },
      ...settings,
    },
  };
}
