import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { actionsShown, press, tabTo, type } from './console-page.ts';
import {
  cellsOf,
  type Dashboard,
  enter,
  launch,
  NO_BROWSER,
  openDashboard,
} from './dashboard-page.ts';

const SECRET = /^vxa_bot_[0-9A-Za-z]{38}$/;

describe.skipIf(NO_BROWSER)('the console, by keyboard alone', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startServer();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server.stop();
  });

  /** The text of the key that a dialog shows; it is nowhere once the dialog is closed. */
  async function readSecret({ page }: Dashboard): Promise<string> {
    const shown = page.getByRole('dialog').locator('code');
    await shown.first().waitFor();
    const [secret = '', curl = ''] = await shown.allTextContents();
    expect(secret).toMatch(SECRET);
    expect(curl).toBe(`curl ${server.url}/auth/me -H 'X-API-Key: ${secret}'`);
    await press(page, 'Done');
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(secret);
    expect(page.url()).not.toContain(secret);
    const stored = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    );
    expect(stored).not.toContain(secret);
    return secret;
  }

  const works = async (secret: string) =>
    (await server.fetch('/auth/me', { headers: { 'x-api-key': secret } })).status === 200;

  it('creates a user, mints, rotates, revokes, and finds all of it in the audit log', async () => {
    const dashboard = await openDashboard(browser, server);
    const { page } = dashboard;
    const notice = (text: RegExp) => page.locator('.notice').filter({ hasText: text }).waitFor();
    await page.locator('#key:focus').waitFor();
    await page.keyboard.type(server.adminKey);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Views' }).waitFor();

    await press(page, 'Users');
    await page.getByText('No user yet.').waitFor();
    await press(page, 'Create user');
    await page.getByRole('dialog', { name: 'Create a user' }).waitFor();
    await page.keyboard.type('not an address');
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    // The focus is back where it was.
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('not an address');
    await page.keyboard.press('Enter');
    // The problem stands at its field, and the focus is there.
    const field = page.locator('input[name="email"][aria-invalid="true"]:focus');
    await field.waitFor();
    expect(await field.getAttribute('aria-describedby')).toMatch(/-issues$/);
    await page.locator('.field .issue').waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('ada@example.com');
    await type(page, 'Name', 'Ada');
    await page.keyboard.press('Enter');
    await notice(/ada@example.com was created/);
    await page
      .getByRole('region', { name: 'User', exact: true })
      .getByText('Ada', { exact: true })
      .waitFor();
    expect(await page.title()).toBe('ada@example.com – Latchkey');

    await press(page, 'Mint key');
    await page.getByRole('dialog', { name: 'Mint a key' }).waitFor();
    await page.keyboard.type('laptop');
    await tabTo(page, /^tx:/);
    await page.keyboard.press('Space');
    await press(page, 'Mint key');
    const first = await readSecret(dashboard);
    await notice(/was minted/);
    expect(await works(first)).toBe(true);

    await press(page, /^vxa_bot_…/);
    await page.locator('.facts').getByText('laptop').waitFor();
    await press(page, 'Rotate');
    await page.getByRole('dialog', { name: /^Rotate/ }).waitFor();
    await press(page, 'Rotate key');
    const second = await readSecret(dashboard);
    await notice(/was replaced with/);
    expect([await works(first), await works(second)]).toEqual([true, true]);

    await press(page, 'Finish rotation');
    await page.getByRole('dialog', { name: 'Finish the rotation' }).waitFor();
    await press(page, 'Finish rotation');
    await notice(/was finished/);
    expect([await works(first), await works(second)]).toEqual([false, true]);

    await press(page, /^ada@example.com$/);
    await page.getByRole('region', { name: 'User', exact: true }).waitFor();
    await press(page, 'Revoke all keys');
    await page.getByRole('dialog').waitFor();
    await press(page, 'Revoke all keys');
    await notice(/revoked: 1/);
    expect(await works(second)).toBe(false);

    await press(page, 'Audit log');
    await page.getByLabel('Action').waitFor();
    await type(page, "User's address", 'nobody@example.com');
    await page.getByText('No such event.').waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('ada@example.com');
    await expect
      .poll(() => actionsShown(dashboard))
      .toEqual([
        'Token revoked',
        'Token rotation finished',
        'Token rotated',
        'Token minted',
        'User created',
      ]);
    expect([dashboard.complaints, dashboard.foreign]).toEqual([[], []]);
    await page.context().close();
  });

  it('deletes a user only once the address was typed', async () => {
    const dashboard = await openDashboard(browser, server);
    const { page } = dashboard;
    await enter(dashboard, server.adminKey);
    await press(page, 'Users');
    await cellsOf(dashboard, 'Users');
    await press(page, 'ada@example.com');
    await page.getByRole('region', { name: 'User', exact: true }).waitFor();
    await press(page, 'Delete');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('ada@example');
    await page.keyboard.press('Enter');
    await page.keyboard.type('.com');
    await page.keyboard.press('Enter');
    await page.locator('.notice').filter({ hasText: 'was deleted' }).waitFor();
    await page.getByText('No user yet.').waitFor();
    expect(dashboard.operations.filter((one) => one.operationName === 'DeleteUser')).toHaveLength(
      1,
    );
    expect(dashboard.complaints).toEqual([]);
    await page.context().close();
  });
});
