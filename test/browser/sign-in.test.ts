import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT, type PeopleProvider, startPeopleProvider } from '../sign-in/people-provider.ts';
import { freePort } from '../support/ports.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { launch, NO_BROWSER, openDashboard } from './dashboard-page.ts';
import { newExplorer, visit } from './graphiql-page.ts';

describe.skipIf(NO_BROWSER)('signing in with a browser', () => {
  let provider: PeopleProvider;
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const redirectUri = `${url}/sign-in/okta/callback`;
    provider = await startPeopleProvider({ signIn: [redirectUri], signOut: [`${url}/dashboard`] });
    provider.setClaims({ groups: ['admins'], name: 'Ada Lovelace' });
    const settings = {
      name: 'okta',
      issuer: provider.issuer,
      audience: 'api://latchkey',
      rules: [{ claim: 'groups', operator: 'contains', value: 'admins', grant: 'ADMIN' }],
      signIn: {
        clientId: CLIENT.id,
        clientSecret: CLIENT.secret,
        redirectUri,
        displayName: 'Okta',
      },
    };
    server = await startServer({
      env: { OIDC_PROVIDERS: JSON.stringify([settings]), PORT: String(port) },
    });
    await server.app.providers.refresh();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server.stop();
    await provider.stop();
  });

  it('leads to the dashboard and out again, there and at the provider', async () => {
    const { page } = await openDashboard(browser, server);
    await page.goto(`${server.url}/dashboard#users`);
    await page.getByRole('button', { name: 'Sign in with Okta' }).click();
    await page.getByText('Ada Lovelace').waitFor();
    expect(page.url()).toBe(`${server.url}/dashboard#users`);
    expect(await page.evaluate(() => document.cookie)).toBe('');
    await page.reload();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Yes, sign me out' }).click();
    await page.getByRole('button', { name: 'Sign in with Okta' }).waitFor();
    expect(page.url()).toBe(`${server.url}/dashboard`);
  });

  it('leads to GraphiQL, whose requests count', async () => {
    const explorer = await newExplorer(browser);
    await visit(explorer, server);
    const { page } = explorer;
    await page.getByRole('button', { name: 'Sign in with Okta' }).click();
    await page.getByText('Signed in as Ada Lovelace').waitFor();
    expect(explorer.complaints).toEqual([]);
  });
});
