import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { cellsOf, enter, launch, NO_BROWSER, openDashboard } from './dashboard-page.ts';

const WEEK_SECONDS = 604_800;

describe.skipIf(NO_BROWSER)('a secret that is shown once', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startServer({ env: { TOKEN_MAX_LIFETIME: String(WEEK_SECONDS) } });
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server.stop();
  });

  async function open(hash: string, key = server.adminKey) {
    const dashboard = await openDashboard(browser, server, {
      viewport: { width: 390, height: 900 },
    });
    await enter(dashboard, key);
    await dashboard.page.getByRole('navigation', { name: 'Views' }).waitFor();
    await dashboard.page.goto(`${server.url}/dashboard${hash}`);
    return dashboard;
  }

  const press = (page: Page, name: string) =>
    page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.tagName);
  const optionsOf = (page: Page, label: string) =>
    page.getByLabel(label).getByRole('option').allTextContents();

  /** The secret in the dialog, which says that it is not shown again where the focus is. */
  async function readSecret(page: Page): Promise<string> {
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Save the key now').waitFor();
    const described = await page.evaluate(() => {
      const id = document.activeElement?.getAttribute('aria-describedby') ?? '';
      return document.getElementById(id)?.textContent;
    });
    expect(described).toContain('never shown again');
    return (await dialog.locator('code').first().textContent()) ?? '';
  }

  const close = async (page: Page) => {
    await press(page, 'Done');
    await page.locator('dialog').waitFor({ state: 'detached' });
  };

  /** Requests of this name wait, until they are let go. */
  async function hold(page: Page, name: string) {
    const held: Route[] = [];
    let isHeld = true;
    await page.route('**/graphql', async (route) => {
      if (isHeld && route.request().postDataJSON().operationName === name) held.push(route);
      else await route.fallback();
    });
    return {
      count: () => held.length,
      letGo: async () => {
        isHeld = false;
        for (const route of held) await route.continue();
      },
    };
  }

  it('outlives the key that replaced itself', async () => {
    const { secret, id } = await seedKey(server, await seedUser(server));
    const dashboard = await open(`#keys/${id}`, secret);
    const { page } = dashboard;
    await page.getByRole('button', { name: 'Rotate' }).click();
    await page.getByRole('dialog').getByText('expires when this key does').waitFor();
    await page.getByLabel('Overlap').selectOption('0');
    await press(page, 'Rotate key');
    await page.getByText('The key no longer works.').waitFor();
    const successor = await readSecret(page);
    await close(page);
    expect(await focused(page)).toBe('MAIN');
    await enter(dashboard, successor);
    await page.getByText('Number in REST').waitFor();
    await page.context().close();
  });

  it('outlives its row, in a dialog that is no wider than the screen', async () => {
    for (let place = 0; place < 12; place += 1)
      await server.graphql(
        'mutation ($name: String!) { createAdminKey(input: { name: $name }) { __typename } }',
        { admin: server.adminKey, variables: { name: `operator ${place}` } },
      );
    const dashboard = await open('#admin-keys');
    const { page } = dashboard;
    await page.getByRole('button', { name: 'Rotate operator 0', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('no later than the key or sign-in that you use').waitFor();
    expect(await dialog.evaluate((box) => box.scrollWidth <= box.clientWidth)).toBe(true);
    await press(page, 'Rotate admin key');
    await page.getByText('1–12 of 13').waitFor();
    expect(await cellsOf(dashboard, 'Admin keys')).toHaveLength(12);
    expect(await readSecret(page)).toMatch(/^vxa_admin_/);
    await close(page);
    expect(await focused(page)).toBe('MAIN');
    await page.context().close();
  });

  it('stays while it is made and when the page fails after that, for no longer than is allowed', async () => {
    const user = await seedUser(server);
    const { page } = await open(`#users/${user.id}`);
    await page.getByRole('button', { name: 'Mint key' }).click();
    expect(await optionsOf(page, 'Expires after')).toEqual([
      '1 day',
      '7 days',
      'The default of the installation',
    ]);
    const minting = await hold(page, 'MintKey');
    await press(page, 'Mint key');
    await expect.poll(minting.count).toBe(1);
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('Escape');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).dispatchEvent('click');
    await page.getByRole('dialog').getByText('Working…').waitFor();
    await page.route('**/graphql', (route) =>
      route.request().postDataJSON().operationName === 'UserDetail'
        ? route.abort()
        : route.fallback(),
    );
    await minting.letGo();
    await page.getByRole('region', { name: 'User' }).getByRole('alert').first().waitFor();
    const secret = await readSecret(page);
    expect((await server.fetch('/auth/me', { headers: { 'x-api-key': secret } })).status).toBe(200);
    await close(page);
    await page.context().close();
  });

  it('is checked one at a time, and what was found is about that one', async () => {
    const { secret, id } = await seedKey(server, await seedUser(server));
    const { page, operations } = await open(`#keys/${id}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    expect(await optionsOf(page, 'Expires')).toEqual([
      '1 day from now',
      '7 days from now',
      'Unchanged',
    ]);
    await press(page, 'Cancel');
    await page.getByRole('button', { name: 'Check the text of a key' }).click();
    const dialog = page.getByRole('dialog');
    const checking = await hold(page, 'VerifyKey');
    await dialog.getByLabel('Text of the key').fill(secret);
    await page.keyboard.press('Enter');
    await expect.poll(checking.count).toBe(1);
    await page.keyboard.press('Enter');
    await checking.letGo();
    await dialog.getByText('The key works.').waitFor();
    const checks = operations.filter(({ operationName }) => operationName === 'VerifyKey');
    expect(checks).toHaveLength(1);
    await page.keyboard.type('x');
    await dialog.getByText('The key works.').waitFor({ state: 'detached' });
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    // It leads to the page that is shown.
    await dialog.getByRole('link').click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('is not needed to see why something failed', async () => {
    const user = await seedUser(server);
    const { page } = await open('#users');
    const reading = await hold(page, 'UserWebhook');
    await page.goto(`${server.url}/dashboard#users/${user.id}`);
    await expect.poll(reading.count).toBe(1);
    expect(await page.getByRole('button', { name: 'Set webhook' }).count()).toBe(0);
    await reading.letGo();
    await page.getByRole('button', { name: 'Set webhook' }).waitFor();

    let isDown = true;
    await page.route('**/graphql', (route) =>
      isDown && route.request().postDataJSON().operationName === 'UpdateUser'
        ? route.abort()
        : route.fallback(),
    );
    const notice = page.locator('.notice');
    await page.getByRole('button', { name: 'Suspend' }).click();
    await notice
      .getByText(/could not be made suspended: The service does not respond\.$/)
      .waitFor();
    isDown = false;
    await page.getByRole('button', { name: 'Suspend' }).click();
    await notice.getByText(/ is suspended/).waitFor();
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    expect(await focused(page)).toBe('MAIN');
    await page.context().close();
  });
});
