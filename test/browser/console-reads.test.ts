import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newProgress } from '../../src/domain/vexa-import/stage/progress.ts';
import { seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { cellsOf, type Dashboard, launch, NO_BROWSER, openInside, show } from './dashboard-page.ts';

const DELETE = 'mutation ($id: ID!) { deleteUser(input: { user: { id: $id } }) { __typename } }';

/** What a page shows while it is read again, and what it reads by itself. */
describe.skipIf(NO_BROWSER)('the console', () => {
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

  const open = (hash: string) => openInside(browser, server, { hash });

  const button = ({ page }: Dashboard, name: string) => page.getByRole('button', { name });
  const isOff = (found: Locator) =>
    found.evaluate((one) => one.matches(':disabled, [aria-disabled=true]'));
  const refresh = (dashboard: Dashboard) => button(dashboard, 'Refresh').click();

  /** A page that cannot read these until `isDown` is false again. */
  async function breakReads({ page }: Dashboard, names: readonly string[]) {
    const state = { isDown: true };
    await page.route('**/graphql', (route) => {
      const { operationName } = route.request().postDataJSON();
      return state.isDown && names.includes(operationName) ? route.abort() : route.continue();
    });
    return state;
  }

  it('turns the pages by whether rows follow, however many came or went before', async () => {
    const ids: string[] = [];
    for (let place = 10; place < 46; place += 1)
      ids.push((await seedUser(server, { email: `many${place}@example.com` })).id);
    const dashboard = await open('#users?search=many');
    const { page } = dashboard;
    const next = button(dashboard, 'Next');
    await page.getByText('1–12 of 36').waitFor();
    expect(await isOff(button(dashboard, 'Previous'))).toBe(true);
    await next.click();
    await page.getByText('13–24 of 36').waitFor();

    for (const id of ids.slice(0, 12))
      await server.graphql(DELETE, { admin: server.adminKey, variables: { id } });
    await refresh(dashboard);
    await page.getByText('13–24 of 24').waitFor();
    await next.click();
    await expect.poll(async () => (await cellsOf(dashboard, 'Users'))[0]?.[0]).toMatch(/^many34/);
    await expect.poll(() => isOff(next)).toBe(true);
    // The focus is where it was.
    expect(await next.evaluate((one) => one === document.activeElement)).toBe(true);

    for (let place = 10; place < 23; place += 1)
      await seedUser(server, { email: `many0${place}@example.com` });
    await refresh(dashboard);
    await page.getByText('26–37 of 37').waitFor();
    expect(await isOff(next)).toBe(true);
    expect(dashboard.complaints).toEqual([]);
    await page.context().close();
  });

  it('turns a page while it reads the same one again by itself, and not while it is hidden', async () => {
    const user = await seedUser(server, { maxConcurrentBots: 30 });
    const { secret } = await seedKey(server, user);
    await seedMeetings(server, user.databaseId, 14);
    await server.db.prisma.meeting.updateMany({ data: { createdAt: new Date() } });
    const dashboard = await open('#meetings');
    const { page, operations } = dashboard;
    await page.getByText('1–12 of 14').waitFor();
    const countOf = (name: string) =>
      operations.filter(({ operationName }) => operationName === name).length;
    await expect.poll(() => countOf('MeetingChanges')).toBe(1);

    const hide = (isHidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { get: () => hidden, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, isHidden);
    const ended = page.waitForEvent('requestfailed', (request) =>
      String(request.postData()).includes('meetingChanged'),
    );
    await hide(true);
    await ended;
    await server.graphql(
      `mutation { recordMeeting(input: { meetings: [
        { platform: GOOGLE_MEET, nativeMeetingId: "abc-defg-hij" }] }) { __typename } }`,
      { key: secret },
    );

    // What it missed is read when it is shown, which takes until the page was turned.
    const held = Promise.withResolvers<void>();
    const again = Promise.withResolvers<void>();
    await page.route('**/graphql', async (route) => {
      const { operationName, variables } = route.request().postDataJSON();
      if (operationName === 'Meetings' && variables.after === null) {
        again.resolve();
        await held.promise;
      }
      await route.continue();
    });
    await hide(false);
    await again.promise;
    await expect.poll(() => countOf('MeetingChanges')).toBe(2);
    const next = button(dashboard, 'Next');
    expect(await isOff(next)).toBe(false);
    expect(await page.locator('.panel').getAttribute('aria-busy')).toBe('false');
    await next.click();
    // The new one stands before the rows that were there.
    await page.getByText('14–15 of 15').waitFor();
    held.resolve();
    expect(dashboard.complaints).toEqual([]);
    await page.context().close();
  });

  it('keeps what it shows when a later read of it fails', async () => {
    const user = await seedUser(server);
    await seedKey(server, user);
    const dashboard = await open(`#users/${user.id}`);
    const { page } = dashboard;
    await cellsOf(dashboard, 'Keys');
    await page.getByText('No meeting in this period.').waitFor();
    const reads = await breakReads(dashboard, ['UserDetail', 'Keys']);
    await button(dashboard, 'Suspend').click();
    const alerts = page.getByRole('alert').filter({ hasText: 'The service does not respond' });
    await expect.poll(() => alerts.count()).toBe(2);
    expect(await cellsOf(dashboard, 'Keys')).toHaveLength(1);
    await page.locator('.facts').first().getByText(user.email).waitFor();
    await page.getByText('No meeting in this period.').waitFor();

    reads.isDown = false;
    await button(dashboard, 'Try again').first().click();
    await page.locator('.facts .tag').filter({ hasText: 'Suspended' }).waitFor();
    await page.context().close();
  });

  it('reports once that imports cannot be read again, and saves them as CSV', async () => {
    const progress = newProgress();
    progress.tally.notes.push({ table: 'users', text: 'skipped', count: 1, examples: ['7'] });
    await server.db.prisma.importSource.create({
      data: { name: 'vexa', schemaForm: '0.12', progress },
    });
    const dashboard = await open('#imports');
    const { page } = dashboard;
    await cellsOf(dashboard, 'Notes');
    const download = page.waitForEvent('download');
    await button(dashboard, 'Download CSV of Imports').click();
    expect((await download).suggestedFilename()).toBe('imports.csv');
    await breakReads(dashboard, ['Imports']);
    await page.getByRole('alert').first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(1);
    for (const table of ['Imports', 'Notes'])
      expect(await cellsOf(dashboard, table)).toHaveLength(1);
    await page.context().close();
  });

  it('ends what a page began with it: a search that is typed, and a download', async () => {
    const dashboard = await open('#users');
    const { page, operations } = dashboard;
    await cellsOf(dashboard, 'Users');
    // Timers of the page that are set later run later.
    await page.getByLabel('Name or address contains').evaluate((field: HTMLInputElement) => {
      field.value = 'many';
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      location.hash = '#audit';
      return new Promise((resolve) => setTimeout(resolve, 300));
    });
    expect(new URL(page.url()).hash).toBe('#audit');
    await cellsOf(dashboard, 'Audit log');
    const saved = page.waitForEvent('download');
    await button(dashboard, 'Download CSV').click();
    expect((await saved).suggestedFilename()).toBe('audit-log.csv');

    await show(dashboard, 'Users');
    await cellsOf(dashboard, 'Users');
    const held = Promise.withResolvers<void>();
    await page.route('**/graphql', async (route) => {
      const { operationName, variables } = route.request().postDataJSON();
      if (operationName !== 'Users' || variables.first !== 100) return route.continue();
      const response = await route.fetch();
      const answer = await response.json();
      answer.data.list.pageInfo.hasNextPage = true;
      await held.promise;
      return route.fulfill({ response, json: answer });
    });
    const pages = () => operations.filter(({ variables }) => variables['first'] === 100);
    const before = pages().length;
    const answered = page.waitForResponse((response) =>
      Boolean(response.request().postData()?.includes('"first":100')),
    );
    await button(dashboard, 'Download CSV').click();
    await expect.poll(() => pages().length).toBe(before + 1);
    await show(dashboard, 'Keys');
    await cellsOf(dashboard, 'Keys');
    held.resolve();
    await (await answered).finished();
    await show(dashboard, 'Audit log');
    await cellsOf(dashboard, 'Audit log');
    expect(pages()).toHaveLength(before + 1);
    expect(dashboard.complaints).toEqual([]);
    await page.context().close();
  });
});
