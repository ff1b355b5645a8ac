import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { launch, NO_BROWSER } from './dashboard-page.ts';
import { execute, newExplorer, typeKey, visit } from './graphiql-page.ts';

const BASE = '/apps/latchkey';

describe.skipIf(NO_BROWSER)('in a browser, below a path', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startServer({ env: { BASE_PATH: BASE } });
    await seedUser(server, { email: 'ada@example.com' });
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server.stop();
  });

  /** Where requests went that are not below the path. */
  const outside = (urls: readonly string[]) =>
    urls.filter((url) => /^https?:/.test(url) && !`${url}/`.startsWith(`${server.url}/`));

  const codesOf = async (page: Page) => {
    const codes = page.getByRole('dialog').locator('code');
    await codes.nth(1).waitFor();
    return codes.allTextContents();
  };

  it.each(['/dashboard', '/dashboard/'])('%s shows users and finds its way back', async (path) => {
    const explorer = await newExplorer(browser);
    const { page } = explorer;
    await page.goto(`${server.url}${path}#users`);
    await page.getByLabel('API key', { exact: true }).fill(server.adminKey);
    await page.getByRole('button', { name: 'Open the dashboard' }).click();
    await page.getByRole('link', { name: 'ada@example.com' }).first().click();
    await page.waitForURL(/#users\/./);
    await page.reload();
    await page.getByText('ada@example.com').first().waitFor();
    expect(new URL(page.url()).pathname).toBe(`${BASE}${path}`);
    expect(explorer.complaints).toEqual([]);
    expect(outside(explorer.asked.map(({ url }) => url))).toEqual([]);
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([`latchkey.key${BASE}`]);
  });

  it('shows how to try a new key where the service is', async () => {
    const { page } = await newExplorer(browser);
    await page.goto(`${server.url}/dashboard#users`);
    await page.getByLabel('API key', { exact: true }).fill(server.adminKey);
    await page.getByRole('button', { name: 'Open the dashboard' }).click();
    await page.getByRole('link', { name: 'ada@example.com' }).first().click();
    await page.getByRole('button', { name: 'Mint key' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Mint key' }).click();
    const [secret, curl] = await codesOf(page);
    expect(curl).toBe(`curl ${server.url}/auth/me -H 'X-API-Key: ${secret}'`);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('link', { name: 'Admin keys' }).click();
    await page.getByRole('button', { name: 'Create admin key' }).click();
    await page.getByLabel('Name').fill('Grace');
    await page.getByRole('dialog').getByRole('button', { name: 'Create admin key' }).click();
    expect((await codesOf(page))[1]).toContain(`curl ${server.url}/graphql `);
  });

  it('GraphiQL runs a query, and remembers its tabs for this path', async () => {
    const explorer = await newExplorer(browser);
    await visit(explorer, server, `?query=${encodeURIComponent('{ viewer { access } }')}`);
    await typeKey(explorer, 'Admin key', server.adminKey);
    await execute(explorer, /ANALYTICS/);
    expect(explorer.complaints).toEqual([]);
    expect(outside(explorer.asked.map(({ url }) => url))).toEqual([]);
    const names = await explorer.page.evaluate(() => Object.keys(localStorage));
    expect(names).toContain(`${BASE}graphiql:tabState`);
    expect(names.filter((name) => !name.startsWith(BASE))).toEqual([]);
  });

  it('the documentation shows the routes and where they are', async () => {
    const explorer = await newExplorer(browser);
    const { page } = explorer;
    await page.goto(`${server.url}/docs`);
    await page.getByText('/admin/users', { exact: true }).first().waitFor();
    expect(await page.locator('.servers option').allTextContents()).toEqual([
      expect.stringContaining(BASE),
    ]);
    expect(explorer.complaints).toEqual([]);
    expect(outside(explorer.asked.map(({ url }) => url))).toEqual([]);
  });

  it('the start page leads to all of them', async () => {
    const { page } = await newExplorer(browser);
    await page.goto(`${server.url}/`);
    await page.getByRole('link', { name: 'Dashboard' }).click();
    await page.getByRole('button', { name: 'Open the dashboard' }).waitFor();
  });
});
