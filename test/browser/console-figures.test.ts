import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runRetention } from '../retention/running.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  cellsOf,
  type Dashboard,
  enter,
  factsOf,
  launch,
  NO_BROWSER,
  openDashboard,
} from './dashboard-page.ts';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 10;

describe.skipIf(NO_BROWSER)('the console', () => {
  let server: TestServer;
  let browser: Browser;
  let dashboard: Dashboard;
  beforeAll(async () => {
    server = await startServer();
    browser = await launch();
    dashboard = await openDashboard(browser, server);
    await enter(dashboard, server.adminKey);
    await dashboard.page.getByRole('navigation', { name: 'Views' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await server.stop();
  });

  const go = (hash: string) => dashboard.page.goto(`${server.url}/dashboard${hash}`);

  async function savedBy(page: Page, name: string): Promise<string[]> {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name }).click();
    const text = await readFile(await (await download).path(), 'utf8');
    return text.trim().split('\r\n');
  }

  it('has no figure for days whose usage was deleted', async () => {
    const user = await seedUser(server);
    await runRetention(server, { usage: KEPT_DAYS });
    await go(`#users/${user.id}`);
    const { page } = dashboard;
    const days = await cellsOf(dashboard, 'Requests per day: figures');
    expect([days[0]?.[1], days.at(-1)?.[1]]).toEqual(['', '0']);
    await page.getByText(/^Days before \d+ \w+ without a figure were deleted\.$/).waitFor();
    const panel = page.getByRole('region', { name: 'Requests per day' });
    await panel.getByText('Figures', { exact: true }).click();
    const lines = await savedBy(page, 'Download CSV of Requests per day');
    expect(lines.slice(1).map((line) => line.split(',')[1])).toEqual(days.map(([, cell]) => cell));
  });

  it('shows the times of a meeting with the date where it is another one', async () => {
    const user = await seedUser(server);
    const requested = new Date(Date.now() - 3 * DAY_MS);
    requested.setUTCHours(12, 0, 0, 0);
    const after = (seconds: number) => new Date(requested.getTime() + seconds * 1000);
    const meeting = await server.db.prisma.meeting.create({
      data: {
        userId: BigInt(user.databaseId),
        platform: 'google_meet',
        nativeMeetingId: 'abc-defg-hij',
        status: 'completed',
        createdAt: requested,
        startTime: after(39),
        endTime: after(86_400),
      },
    });
    for (const [status, seconds] of [
      ['requested', 0],
      ['joining', 7],
      ['active', 39],
      ['completed', 86_400],
    ] as const)
      await server.db.rows(sql`
        insert into meeting_transitions (meeting_id, user_id, to_status, at)
        values (${meeting.id}, ${user.databaseId}, ${status}, ${after(seconds)})`);

    await go('#meetings');
    const { page } = dashboard;
    const [cells = []] = await cellsOf(dashboard, 'Meetings');
    expect(cells.at(-2)).toMatch(/^\d\d:00:39$/);
    expect(cells.at(-1)).toMatch(/^\d+ \w+ \d{4}, \d\d:00:00$/);
    expect(await page.getByRole('group', { name: 'Period' }).count()).toBe(1);

    await page.getByRole('link', { name: 'abc-defg-hij' }).click();
    const stays = await cellsOf(dashboard, 'Timeline: figures');
    expect(stays.map(([, from]) => from)).toEqual([
      ...Array(3).fill(expect.stringMatching(/^\d\d:00:\d\d$/)),
      expect.stringMatching(/^\d+ \w+ \d{4}, \d\d:00:00$/),
    ]);
    expect((await factsOf(dashboard, '.facts'))['Over']).toMatch(/\d{4}, \d\d:00:00$/);
    expect(await page.title()).toBe('Meeting abc-defg-hij – Latchkey');
    const lines = await savedBy(page, 'Download CSV of Timeline');
    expect(lines.slice(1).map((line) => line.split(',')[2])).toEqual(['7', '32', '86361', '']);
    // Nothing on it is of a period; nor is anything of the settings.
    expect(await page.getByRole('group', { name: 'Period' }).count()).toBe(0);
    await go('#settings/x');
    await cellsOf(dashboard, 'Settings');
    expect(await page.getByRole('group', { name: 'Period' }).count()).toBe(0);
    expect(await page.title()).toBe('Settings – Latchkey');
  });

  it('announces that there is nothing, under the title of the page', async () => {
    const { page } = dashboard;
    for (const [hash, text, title] of [
      ['#users/VXNlcjo5OTk5', 'No such user.', 'User'],
      ['#keys/QXBpVG9rZW46OTk5', 'No such key.', 'Key'],
      ['#meetings/TWVldGluZzo5OTk5', 'No such meeting.', 'Meeting'],
      ['#users?search=nobody-has-this-name', 'No such user.', 'Users'],
    ] as const) {
      await go(hash);
      await page.getByRole('status').filter({ hasText: text }).waitFor();
      await expect.poll(() => page.title()).toBe(`${title} – Latchkey`);
    }
    expect(dashboard.complaints).toEqual([]);
    await page.getByRole('button', { name: 'Forget key' }).click();
    await page.getByLabel('API key', { exact: true }).waitFor();
    await expect.poll(() => page.title()).toBe('Latchkey dashboard');
  });
});
