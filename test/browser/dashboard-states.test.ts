import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillDemo } from '../../src/cli/demo/fill.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { cellsOf, enter, launch, NO_BROWSER, openDashboard, show } from './dashboard-page.ts';

describe.skipIf(NO_BROWSER)('the dashboard', () => {
  let empty: TestServer;
  let full: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    [empty, full] = await Promise.all([startServer(), startServer()]);
    await fillDemo(full.app, new Date());
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await empty.stop();
    await full.stop();
  });

  it('says so where there is nothing', async () => {
    const dashboard = await openDashboard(browser, empty);
    const { page } = dashboard;
    await enter(dashboard, empty.adminKey);
    await page.getByText('No user has such meetings in this period.').waitFor();
    await page.getByText('No meeting in this period has ended yet.').waitFor();
    const quiet = page.getByText('No meetings were requested in this period.');
    await expect.poll(() => quiet.count()).toBe(3);
    for (const [view, text] of [
      ['Meetings', 'No meeting in this period.'],
      ['Users', 'No user yet.'],
      ['Keys', 'No key yet.'],
    ] as const) {
      await show(dashboard, view);
      await page.getByText(text).waitFor();
    }
    await page.goto(`${empty.url}/dashboard#meetings/TWVldGluZzo5`);
    await page.getByText('No such meeting.').waitFor();
    expect(dashboard.complaints).toEqual([]);
  });

  it('tells of a failure where it happened, and shows the rest', async () => {
    const dashboard = await openDashboard(browser, full);
    const { page } = dashboard;
    const message = 'The database does not answer; try again';
    const errors = [{ message, extensions: { code: 'SERVICE_UNAVAILABLE' } }];
    await page.route('**/graphql', async (route) => {
      const { operationName } = route.request().postDataJSON();
      if (operationName === 'Outcomes') await route.fulfill({ json: { data: null, errors } });
      else if (operationName === 'TopUsers') await route.abort();
      else await route.continue();
    });
    await enter(dashboard, full.adminKey);
    const ends = page.getByRole('region', { name: 'Ends by fault' }).getByRole('alert');
    await ends.waitFor();
    expect(await ends.textContent()).toBe(`${message} SERVICE_UNAVAILABLE`);
    const top = page.getByRole('region', { name: 'Top users' }).getByRole('alert');
    await top.filter({ hasText: 'The service does not respond' }).waitFor();
    expect(await cellsOf(dashboard, 'Meetings per day: figures')).toHaveLength(30);
  });

  it('says that it is loading', async () => {
    const dashboard = await openDashboard(browser, full);
    await dashboard.page.route('**/graphql', async (route) => {
      if (route.request().postDataJSON().operationName === 'WhoAsks') await route.continue();
    });
    await enter(dashboard, full.adminKey);
    const totals = dashboard.page.getByRole('region', { name: 'Totals' });
    await totals.getByText('Loading…').waitFor();
    expect(await totals.getAttribute('aria-busy')).toBe('true');
  });

  it('fits a small screen, light and dark, with nothing but tables wider than it', async () => {
    const pages: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const viewport = { width: 390, height: 844 };
      const dashboard = await openDashboard(browser, full, { viewport, colorScheme });
      const { page } = dashboard;
      await enter(dashboard, full.adminKey);
      for (const view of ['Overview', 'Meetings', 'Users', 'Keys']) {
        await show(dashboard, view);
        await cellsOf(dashboard, view === 'Overview' ? 'Times by platform' : view);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      }
      pages.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    }
    expect(new Set(pages).size).toBe(2);
  });

  it('is worked by keyboard alone', async () => {
    const { page, ...dashboard } = await openDashboard(browser, full);
    await page.locator('#key:focus').waitFor();
    await page.keyboard.type(full.adminKey);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    for (const _ of ['Overview', 'Meetings']) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await cellsOf({ page, ...dashboard }, 'Meetings');
    for (const _ of ['period', 'refresh', 'status', 'table', 'first row'])
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
  });
});
