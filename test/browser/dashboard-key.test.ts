import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillDemo } from '../../src/cli/demo/fill.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { cellsOf, enter, launch, NO_BROWSER, openDashboard, show } from './dashboard-page.ts';

const WRONG = 'The key is not known here';

describe.skipIf(NO_BROWSER)("the dashboard's key", () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startServer();
    await fillDemo(server.app, new Date());
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server.stop();
  });

  it('stays in the tab, until it is forgotten', async () => {
    const dashboard = await openDashboard(browser, server);
    const { page } = dashboard;
    await enter(dashboard, server.adminKey);
    await cellsOf(dashboard, 'Top users');
    await page.reload();
    await cellsOf(dashboard, 'Top users');

    const kept = await page.context().storageState();
    expect(JSON.stringify(kept)).not.toContain(server.adminKey);
    expect(kept).toEqual({ cookies: [], origins: [] });
    expect(page.url()).toBe(`${server.url}/dashboard`);
    const storages = () => page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }]);
    expect(await storages()).toEqual([{}, { 'latchkey.key': server.adminKey }]);

    const other = await page.context().newPage();
    await other.goto(`${server.url}/dashboard`);
    await other.getByLabel('API key', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Forget key' }).click();
    await page.getByLabel('API key', { exact: true }).waitFor();
    expect(await storages()).toEqual([{}, {}]);
    expect(dashboard.complaints).toEqual([]);
  });

  it('is kept while the service does not respond', async () => {
    const dashboard = await openDashboard(browser, server);
    const { page } = dashboard;
    await enter(dashboard, server.adminKey);
    await cellsOf(dashboard, 'Top users');
    for (const path of ['**/graphql', '**/sign-in'])
      await page.route(path, (route) => route.abort());
    await page.reload();
    await page.getByRole('alert').filter({ hasText: 'The service does not respond.' }).waitFor();
    await page.getByText('Sign-in could not be read.').waitFor();
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Try again' }).click();
    await cellsOf(dashboard, 'Top users');
  });

  it('shows everything but keys, when it is for analytics', async () => {
    const dashboard = await openDashboard(browser, server);
    const { page, operations } = dashboard;
    await enter(dashboard, server.analyticsKey);
    await cellsOf(dashboard, 'Concurrent bots: figures');
    const views = page.getByRole('navigation', { name: 'Views' }).getByRole('link');
    expect(await views.allTextContents()).toEqual(['Overview', 'Meetings', 'Users']);
    await page.goto(`${server.url}/dashboard#keys`);
    await cellsOf(dashboard, 'Top users');
    expect(operations.map((one) => one.operationName)).not.toContain('Keys');

    await show(dashboard, 'Users');
    expect(await cellsOf(dashboard, 'Users')).toHaveLength(12);
    await show(dashboard, 'Meetings');
    await page.getByLabel('Status').selectOption('COMPLETED');
    await page.locator('tbody tr', { hasText: 'Completed' }).first().locator('th a').click();
    expect((await cellsOf(dashboard, 'Timeline: figures')).length).toBeGreaterThan(2);
    expect(dashboard.complaints).toEqual([]);
  });

  it('is refused with a reason, and may be typed again', async () => {
    const dashboard = await openDashboard(browser, server);
    const { data } = await server.graphql<{ createAdminKey: { secret: string } }>(
      `mutation { createAdminKey(input: { name: "Okta", access: PROVISIONING }) {
        ... on CreateAdminKeySuccess { secret } } }`,
      { admin: server.adminKey },
    );
    const alert = dashboard.page.getByRole('alert');

    await enter(dashboard, 'no-such-key');
    await alert.filter({ hasText: WRONG }).waitFor();
    expect(await alert.textContent()).toContain('UNAUTHENTICATED');
    // Whoever uses a keyboard is still where it was sent.
    await dashboard.page.locator('button:focus', { hasText: 'Open the dashboard' }).waitFor();
    await enter(dashboard, data.createAdminKey.secret);
    await alert.filter({ hasText: 'it is for another program' }).waitFor();
    expect(await dashboard.page.evaluate(() => ({ ...sessionStorage }))).toEqual({});
    await enter(dashboard, server.analyticsKey);
    await cellsOf(dashboard, 'Top users');
  });

  it("may be an admin's own, and ends with it", async () => {
    const dashboard = await openDashboard(browser, server);
    const admin = await seedUser(server, { role: 'ADMIN' });
    const { secret, id } = await seedKey(server, admin);
    await enter(dashboard, secret);
    await cellsOf(dashboard, 'Top users');
    await show(dashboard, 'Keys');
    expect((await cellsOf(dashboard, 'Keys'))[0]?.[1]).toBe(admin.email);

    await server.graphql(`mutation ($id: ID!) { revokeToken(input: { id: $id }) { __typename } }`, {
      admin: server.adminKey,
      variables: { id },
    });
    await dashboard.page.getByRole('button', { name: 'Refresh' }).click();
    await dashboard.page.getByText('The key no longer works.').waitFor();
    expect(await dashboard.page.evaluate(() => ({ ...sessionStorage }))).toEqual({});
  });
});
