import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { newBrowser, PROOF, sessionCookie, signIn, viewerIn } from '../sign-in/browser.ts';
import { CLIENT, type PeopleProvider, startPeopleProvider } from '../sign-in/people-provider.ts';
import { freePort } from '../support/ports.ts';
import { seedKey } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Client, clientOf, seedProvisioned } from './scim.ts';

// Two processes share a database: what one is told counts in the other from the next request on.

let provider: PeopleProvider;
let server: TestServer;
let second: TestServer;
let scim: Client;

beforeAll(async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const redirectUri = `${url}/sign-in/okta/callback`;
  provider = await startPeopleProvider({ signIn: [redirectUri], signOut: [`${url}/dashboard`] });
  const settings = {
    name: 'okta',
    issuer: provider.issuer,
    audience: 'api://latchkey',
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
    signIn: { clientId: CLIENT.id, clientSecret: CLIENT.secret, redirectUri },
  };
  const env = { OIDC_PROVIDERS: JSON.stringify([settings]) };
  server = await startServer({ env: { ...env, PORT: String(port) } });
  second = await startServer({ env, beside: server });
  await server.app.providers.refresh();
  await second.app.providers.refresh();
  scim = await clientOf(server);
});
afterAll(async () => {
  await second.stop();
  await server.stop();
  await provider.stop();
});

const active = (path: string, value: unknown) =>
  scim.patch(path, { op: 'replace', path: 'active', value });

describe('a user whom the provider deactivates', () => {
  it('is refused with every key at once, in every process, and comes back without those revoked', async () => {
    const { id, path } = await seedProvisioned(scim);
    const owner = { id: encodeId('User', BigInt(id)), databaseId: Number(id), email: '' };
    const keys = [await seedKey(server, owner), await seedKey(server, owner)];
    const statuses = async () => {
      const all = keys.flatMap(({ secret }) =>
        [server, second].map((one) => one.fetch('/auth/me', { headers: { 'x-api-key': secret } })),
      );
      return (await Promise.all(all)).map(({ status }) => status);
    };
    expect(await statuses()).toEqual([200, 200, 200, 200]);
    await active(path, 'False');
    expect(await statuses()).toEqual([401, 401, 401, 401]);
    await server.graphql(`mutation { revokeToken(input: {id: "${keys[0]?.id}"}) { __typename } }`, {
      admin: server.adminKey,
    });
    await active(path, true);
    expect(await statuses()).toEqual([401, 401, 200, 200]);
    await scim.send('DELETE', path);
    expect(await statuses()).toEqual([401, 401, 401, 401]);
  });

  it.each([
    ['ADMIN', { groups: ['admins'] }],
    ['USER', {}],
  ])('is refused in a session with the grant %s', async (access, claims) => {
    const { path, userName } = await seedProvisioned(scim);
    provider.setPerson('ada');
    provider.setClaims({ ...claims, email: userName, email_verified: true });
    const browser = newBrowser();
    await signIn(browser, server.url);
    const cookie = `latchkey-session=${sessionCookie(browser, server)}`;
    const seen = async () => {
      const viewers = [server, second].map(({ url }) =>
        viewerIn(newBrowser(), url, { ...PROOF, cookie }),
      );
      return (await Promise.all(viewers)).map(({ status, viewer }) => [
        status,
        viewer?.access.includes(access) ?? false,
      ]);
    };
    expect(await seen()).toEqual([
      [200, true],
      [200, true],
    ]);
    await active(path, false);
    expect(await seen()).toEqual([
      [403, false],
      [403, false],
    ]);
    await active(path, true);
    expect(await seen()).toEqual([
      [200, true],
      [200, true],
    ]);
  });
});
