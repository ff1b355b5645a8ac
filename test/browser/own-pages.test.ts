import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type People, startPeople, USERS } from '../sign-in/people-server.ts';
import { type SeededUser, seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { press, tabTo } from './console-page.ts';
import {
  cellsOf,
  type Dashboard,
  enter,
  launch,
  NO_BROWSER,
  openDashboard,
  show,
} from './dashboard-page.ts';

const EMAIL = 'ada@example.com';

describe.skipIf(NO_BROWSER)('the pages of a user', () => {
  let people: People;
  let server: TestServer;
  let browser: Browser;
  let user: SeededUser;
  beforeAll(async () => {
    people = await startPeople({ rules: [{ ...USERS, scopes: ['bot', 'tx'] }] });
    people.provider.setClaims({ email: EMAIL, email_verified: true, name: 'Ada Lovelace' });
    server = people.server;
    user = await seedUser(server, { email: EMAIL });
    await seedMeetings(server, user.databaseId, 3);
    await server.db.prisma.meeting.updateMany({ data: { createdAt: new Date() } });
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await people.stop();
  });

  const viewsOf = ({ page }: Dashboard) =>
    page.getByRole('navigation', { name: 'Views' }).getByRole('link').allTextContents();
  const notice = ({ page }: Dashboard, text: RegExp) =>
    page.locator('.notice').filter({ hasText: text }).waitFor();

  /** The text of the key that the dialog shows, and closes it. */
  async function readSecret({ page }: Dashboard): Promise<string> {
    const [secret = ''] = await page.getByRole('dialog').locator('code').allTextContents();
    await press(page, 'Done');
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(secret);
    return secret;
  }

  const works = async (secret: string) =>
    (await server.fetch('/auth/me', { headers: { 'x-api-key': secret } })).status === 200;

  it('let a person who is signed in mint, rotate and revoke keys, by keyboard alone', async () => {
    const dashboard = await openDashboard(browser, server);
    const { page } = dashboard;
    await press(page, 'Sign in with Okta');
    await page.getByRole('region', { name: 'Account' }).getByText(EMAIL).first().waitFor();
    expect(await viewsOf(dashboard)).toEqual(['Account', 'Keys', 'Meetings']);

    await press(page, 'Keys');
    await page.getByText('No key yet. Mint the first one.').waitFor();
    await press(page, 'Mint key');
    const dialog = page.getByRole('dialog', { name: 'Mint a key' });
    await dialog.waitFor();
    // Nothing that the person may not give.
    expect(await dialog.getByRole('checkbox').count()).toBe(2);
    await page.keyboard.type('laptop');
    await tabTo(page, /^tx:/);
    await page.keyboard.press('Space');
    await press(page, 'Mint key');
    await page.getByRole('dialog').getByText('Save the key now').waitFor();
    const first = await readSecret(dashboard);
    await notice(dashboard, /was minted/);
    expect(await works(first)).toBe(true);

    await press(page, /^vxa_bot_…/);
    await page.locator('.facts').getByText('laptop').waitFor();
    await press(page, 'Rotate');
    await page.getByRole('dialog', { name: /^Rotate/ }).waitFor();
    await press(page, 'Rotate key');
    await page.getByRole('dialog').getByText('Save the key now').waitFor();
    const second = await readSecret(dashboard);
    await notice(dashboard, /was replaced with/);
    expect([await works(first), await works(second)]).toEqual([true, true]);
    await press(page, 'Revoke lineage');
    await page.getByRole('dialog').waitFor();
    await press(page, 'Revoke lineage');
    await notice(dashboard, /revoked: 2/);
    expect([await works(first), await works(second)]).toEqual([false, false]);

    await press(page, 'Meetings');
    expect(await cellsOf(dashboard, 'Meetings')).toHaveLength(3);
    expect(dashboard.complaints).toEqual([]);
    await page.context().close();
  });

  it('end when an operator signs the person out', async () => {
    const own = await openDashboard(browser, server);
    await press(own.page, 'Sign in with Okta');
    await own.page.getByRole('region', { name: 'Account' }).getByText(EMAIL).first().waitFor();

    const operator = await openDashboard(browser, server);
    const { page } = operator;
    await enter(operator, server.adminKey);
    await show(operator, 'Admin keys');
    const [signedIn] = await cellsOf(operator, 'Signed in');
    expect(signedIn?.slice(0, 2)).toEqual([EMAIL, 'okta']);
    await page.goto(`${server.url}/dashboard#users/${user.id}`);
    await cellsOf(operator, 'Signed in');
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page
      .getByRole('dialog', { name: `Sign out ${EMAIL} everywhere` })
      .getByRole('button', { name: 'Sign out everywhere' })
      .click();
    await notice(operator, /^\d sessions? of ada@example.com ended/);
    await page.getByText('Not signed in with a browser.').waitFor();
    await show(own, 'Meetings');
    await own.page.getByText('Your session has ended. Sign in again.').waitFor();
    for (const dashboard of [own, operator]) await dashboard.page.context().close();
  });

  it('offer to a key what a key may do, and send no query but its own', async () => {
    const { secret, id } = await seedKey(server, user, { scopes: ['BOT', 'TX'] });
    const other = await seedKey(server, user);
    const dashboard = await openDashboard(browser, server);
    const { page, operations } = dashboard;
    await enter(dashboard, secret);
    await page.getByText('Number in REST').waitFor();
    for (const address of [
      'overview',
      'users',
      'audit',
      'admin-keys',
      'settings',
      'webhooks',
      'imports',
    ]) {
      await page.goto(`${server.url}/dashboard#${address}`);
      await page.getByText('Number in REST').waitFor();
    }
    await show(dashboard, 'Keys');
    await cellsOf(dashboard, 'Keys');
    expect(await page.getByRole('button', { name: 'Mint key' }).count()).toBe(0);
    const steps = async (key: string) => {
      await page.goto(`${server.url}/dashboard#keys/${key}`);
      await cellsOf(dashboard, 'Lineage');
      const panel = page.getByRole('region', { name: 'Key', exact: true });
      return panel.locator('.controls').getByRole('button').allTextContents();
    };
    expect(await steps(id)).toEqual(['Rotate', 'Revoke']);
    expect(await steps(other.id)).toEqual([]);
    await show(dashboard, 'Meetings');
    await cellsOf(dashboard, 'Meetings');
    await page.locator('tbody th a').first().click();
    await page.getByRole('region', { name: 'Meeting', exact: true }).getByText(EMAIL).waitFor();

    expect(new Set(operations.map(({ operationName }) => operationName))).toEqual(
      new Set([
        'WhoAsks',
        'OwnUser',
        'OwnKeys',
        'OwnKeyDetail',
        'OwnKeyUsage',
        'OwnMeetings',
        'MeetingChanges',
        'OwnMeetingTelematics',
      ]),
    );
    await page.context().close();
  });

  it('open to whom an operator gives a link, once', async () => {
    const other = await seedUser(server, { email: 'grace@example.com' });
    const operator = await openDashboard(browser, server);
    await enter(operator, server.adminKey);
    await operator.page.goto(`${server.url}/dashboard#users/${other.id}`);
    await operator.page.getByRole('button', { name: 'Create sign-in link' }).click();
    const dialog = operator.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Create link' }).click();
    await dialog.getByText('Copy the link now').waitFor();
    const [link = ''] = await dialog.locator('code').allTextContents();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await operator.page.locator('dialog').waitFor({ state: 'detached' });
    expect(await operator.page.content()).not.toContain(link);

    const guest = await openDashboard(browser, server);
    await guest.page.goto(link);
    await guest.page.getByRole('button', { name: 'Sign in' }).click();
    await guest.page.getByRole('region', { name: 'Account' }).getByText('Number in REST').waitFor();
    await show(guest, 'Keys');
    await guest.page.getByRole('button', { name: 'Mint key' }).waitFor();
    await guest.page.goto(link);
    await guest.page.getByText('The link was used already').waitFor();
    for (const { page } of [operator, guest]) await page.context().close();
  });

  it('have no meetings where the key may not read them', async () => {
    const { secret } = await seedKey(server, user, { scopes: ['BROWSER'] });
    const dashboard = await openDashboard(browser, server);
    await enter(dashboard, secret);
    await dashboard.page.getByText('Number in REST').waitFor();
    expect(await viewsOf(dashboard)).toEqual(['Account', 'Keys']);
    await dashboard.page.context().close();
  });
});
