import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillDemo } from '../../src/cli/demo/fill.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  cellsOf,
  type Dashboard,
  enter,
  launch,
  NO_BROWSER,
  openDashboard,
  show,
} from './dashboard-page.ts';

describe.skipIf(NO_BROWSER)('the console', () => {
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

  async function open(hash: string, key = server.adminKey): Promise<Dashboard> {
    const dashboard = await openDashboard(browser, server);
    await enter(dashboard, key);
    await dashboard.page.getByRole('navigation', { name: 'Views' }).waitFor();
    await dashboard.page.goto(`${server.url}/dashboard${hash}`);
    return dashboard;
  }

  const lastVariables = ({ operations }: Dashboard, name: string) =>
    operations.findLast((one) => one.operationName === name)?.variables;

  it('keeps search, order, page and page size in the address', async () => {
    const dashboard = await open('#users');
    const { page } = dashboard;
    await page.getByText('1–12 of 20').waitFor();
    await page.getByRole('columnheader', { name: 'User' }).getByRole('button').click();
    await expect
      .poll(() => lastVariables(dashboard, 'Users'))
      .toMatchObject({ orderBy: { field: 'EMAIL', direction: 'DESC' } });
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('13–20 of 20').waitFor();
    const shown = await cellsOf(dashboard, 'Users');
    await page.reload();
    await page.getByText('13–20 of 20').waitFor();
    expect(await cellsOf(dashboard, 'Users')).toEqual(shown);
    expect(await page.locator('th[aria-sort="descending"]').textContent()).toContain('User');

    await page.getByRole('button', { name: 'Previous' }).click();
    await page.getByText('1–12 of 20').waitFor();
    await page.getByLabel('Rows').selectOption('25');
    await page.getByText('1–20 of 20').waitFor();
    // As it is typed, by name as well.
    await page.getByLabel('Name or address contains').pressSequentially('okaf');
    await page.getByText('1–1 of 1').waitFor();
    await expect.poll(() => page.url()).toContain('search=okaf');
    await page.goBack();
    await page.getByText(/of 20/).waitFor();
    expect(dashboard.complaints).toEqual([]);
    await page.context().close();
  });

  it('saves all rows of a list as CSV, and runs no formula of them', async () => {
    const user = await seedUser(server, { name: '=cmd()', email: 'formula@example.com' });
    const dashboard = await open('#users');
    const { page } = dashboard;
    await page.getByText(/^1–12 of/).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: /Download CSV/ }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe('users.csv');
    const text = await readFile(await saved.path(), 'utf8');
    expect(text.startsWith('\uFEFF')).toBe(true);
    const lines = text.trim().split('\r\n');
    expect(lines[0]).toBe(
      'User,Role,State,Bots now,Meetings,Completed,Failed,Success,Created,Name,Bot limit,Id',
    );
    expect(lines).toHaveLength(22);
    const line = lines.find((one) => one.startsWith(user.email));
    expect(line).toContain(",'=cmd(),");
    expect(line).toContain(user.id);
    expect(dashboard.complaints).toEqual([]);
    await page.context().close();
  });

  it('undoes what the API can undo', async () => {
    const user = await seedUser(server);
    const dashboard = await open(`#users/${user.id}`);
    const { page } = dashboard;
    const state = page.locator('.facts .tag');
    await page.getByRole('button', { name: 'Suspend' }).click();
    await state
      .getByText('Suspended')
      .or(state.filter({ hasText: 'Suspended' }))
      .waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await state.filter({ hasText: 'Active' }).waitFor();
    const row = await server.db.prisma.user.findFirst({ where: { id: BigInt(user.databaseId) } });
    expect(row?.isActive).toBe(true);
    await page.context().close();
  });

  it('mints one key, however often it is sent', async () => {
    const user = await seedUser(server);
    const dashboard = await open(`#users/${user.id}`);
    const { page } = dashboard;
    const keys: (string | undefined)[] = [];
    // The answer of the first request is lost on its way.
    await page.route('**/graphql', async (route) => {
      if (route.request().postDataJSON().operationName !== 'MintKey') return route.continue();
      keys.push(route.request().headers()['idempotency-key']);
      const answer = await route.fetch();
      return keys.length === 1 ? route.abort() : route.fulfill({ response: answer });
    });
    await page.getByRole('button', { name: 'Mint key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Mint key' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'Mint key' }).click();
    await dialog.getByText('Save the key now').waitFor();
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys).toEqual([keys[0], keys[0]]);
    const where = { userId: BigInt(user.databaseId) };
    expect(await server.db.prisma.apiToken.count({ where })).toBe(1);
    await page.context().close();
  });

  it('explains why a key works or does not, and keeps its text nowhere', async () => {
    const { secret, id } = await seedKey(server, await seedUser(server));
    await server.graphql(`mutation ($id: ID!) { revokeToken(input: { id: $id }) { __typename } }`, {
      admin: server.adminKey,
      variables: { id },
    });
    const { page } = await open('#keys');
    await page.getByRole('button', { name: 'Check a key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Text of the key').fill(secret);
    await dialog.getByRole('button', { name: 'Check', exact: true }).click();
    await dialog.getByText('The key is refused.').waitFor();
    await dialog.getByText('It was not revoked: failed').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.content()).not.toContain(secret);
    await page.context().close();
  });

  it('offers to a key for figures nothing that it may not do', async () => {
    const dashboard = await open('#users', server.analyticsKey);
    const { page, operations } = dashboard;
    await cellsOf(dashboard, 'Users');
    const views = page.getByRole('navigation', { name: 'Views' }).getByRole('link');
    expect(await views.allTextContents()).toEqual(['Overview', 'Meetings', 'Users']);
    await page.locator('tbody th a').first().click();
    await page.getByRole('heading', { name: 'Requests per day' }).waitFor();
    await cellsOf(dashboard, 'Meetings');
    const buttons = await page.getByRole('main').getByRole('button').allTextContents();
    expect(new Set(buttons)).toEqual(
      new Set(['Refresh', 'Previous', 'Next', 'Download CSV of Meetings']),
    );
    await page.goto(`${server.url}/dashboard#audit`);
    await cellsOf(dashboard, 'Top users');
    const sent = operations.map(({ operationName }) => operationName);
    for (const name of [
      'AuditEvents',
      'Keys',
      'UserWebhook',
      'UserMeetingChanges',
      'MeetingChanges',
    ])
      expect(sent).not.toContain(name);
    expect(dashboard.complaints).toEqual([]);
    await page.context().close();
  });

  it('follows meetings as they change', async () => {
    const user = await seedUser(server, { maxConcurrentBots: 5 });
    const { secret } = await seedKey(server, user);
    const dashboard = await open(`#users/${user.id}`);
    const { page } = dashboard;
    await page.getByText('No meeting in this period.').waitFor();
    await expect
      .poll(() => dashboard.operations.map((one) => one.operationName))
      .toContain('UserMeetingChanges');
    // The page may still be on its way to subscribe: meetings are recorded until it shows one.
    const record = (place: number) =>
      server.graphql(
        `mutation ($input: RecordMeetingInput!) { recordMeeting(input: $input) { __typename } }`,
        {
          key: secret,
          variables: {
            input: {
              meetings: [
                { platform: 'GOOGLE_MEET', nativeMeetingId: `abc-defg-hi${'jklmn'[place]}` },
              ],
            },
          },
        },
      );
    let place = 0;
    const table = page.locator('section[aria-label="Meetings"] tbody tr');
    await expect
      .poll(async () => {
        if (place < 5) await record(place++);
        return table.count();
      })
      .toBeGreaterThan(0);
    await page.context().close();
  });

  it('tries a request again that failed', async () => {
    const dashboard = await open('#overview');
    const { page } = dashboard;
    let isDown = true;
    await page.route('**/graphql', (route) =>
      isDown && route.request().postDataJSON().operationName === 'Keys'
        ? route.abort()
        : route.continue(),
    );
    await show(dashboard, 'Keys');
    await page.getByRole('alert').filter({ hasText: 'The service does not respond' }).waitFor();
    isDown = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(await cellsOf(dashboard, 'Keys')).toHaveLength(12);
    await page.context().close();
  });
});
