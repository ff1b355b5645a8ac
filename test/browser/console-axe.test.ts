import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLink } from '../sign-in/link-form.ts';
import { ADMINS, type People, startPeople } from '../sign-in/people-server.ts';
import type { TestServer } from '../support/server.ts';
import { ALL_LOOKS, TWO_LOOKS } from './axe-page.ts';
import { dialogsInSource } from './console-dialogs.ts';
import { type FilledConsole, fillConsole } from './console-places.ts';
import { viewsWithout, walkDialogs, walkPages } from './console-walk.ts';
import { type Dashboard, enter, launch, NO_BROWSER, openDashboard } from './dashboard-page.ts';

const DIALOGS = dialogsInSource();

describe.skipIf(NO_BROWSER)('axe finds nothing in the console', () => {
  let people: People;
  let server: TestServer;
  let browser: Browser;
  let filled: FilledConsole;
  beforeAll(async () => {
    people = await startPeople({ rules: [ADMINS] });
    ({ server } = people);
    filled = await fillConsole(server);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await people.stop();
  });

  async function openWith(key: string): Promise<Dashboard> {
    const dashboard = await openDashboard(browser, server);
    await enter(dashboard, key);
    await dashboard.page.getByRole('navigation', { name: 'Views' }).waitFor();
    return dashboard;
  }

  async function openSignedIn(): Promise<Dashboard> {
    const dashboard = await openDashboard(browser, server);
    const { page } = dashboard;
    await page.goto((await createLink(server, filled.person)).url);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    return dashboard;
  }

  it.each(['light', 'dark'])("on an operator's pages, which are all pages: %s", async (scheme) => {
    const dashboard = await openWith(server.adminKey);
    const { places } = filled;
    expect(await viewsWithout(dashboard, places)).toEqual([]);
    const looks = ALL_LOOKS.filter(({ colorScheme }) => colorScheme === scheme);
    expect(await walkPages(dashboard, { url: server.url, places }, looks)).toEqual([]);
    await dashboard.page.context().close();
  });

  it("on an operator's pages for figures", async () => {
    const dashboard = await openWith(server.analyticsKey);
    const { figures: places } = filled;
    expect(await viewsWithout(dashboard, places)).toEqual([]);
    expect(await walkPages(dashboard, { url: server.url, places }, TWO_LOOKS)).toEqual([]);
    await dashboard.page.context().close();
  });

  it('on the pages of a person who is signed in', async () => {
    const dashboard = await openSignedIn();
    const { own: places } = filled;
    expect(await viewsWithout(dashboard, places)).toEqual([]);
    expect(await walkPages(dashboard, { url: server.url, places })).toEqual([]);
    await dashboard.page.context().close();
  });

  it('in the dialogs of an operator, which are all dialogs', async () => {
    const dashboard = await openWith(server.adminKey);
    const { places } = filled;
    const { found, opened } = await walkDialogs(dashboard, { url: server.url, places }, DIALOGS);
    expect(found).toEqual([]);
    const missed = DIALOGS.filter((dialog) => !opened.has(dialog));
    expect(missed.map(({ name }) => name)).toEqual([]);
    await dashboard.page.context().close();
  });

  it('in the dialogs of a person who is signed in', async () => {
    const dashboard = await openSignedIn();
    const { own: places } = filled;
    const { found } = await walkDialogs(dashboard, { url: server.url, places }, DIALOGS);
    expect(found).toEqual([]);
    await dashboard.page.context().close();
  });
});
