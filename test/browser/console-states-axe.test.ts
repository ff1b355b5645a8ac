import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLink } from '../sign-in/link-form.ts';
import { ADMINS, type People, startPeople } from '../sign-in/people-server.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { findings, TWO_LOOKS } from './axe-page.ts';
import { emptyConsole, type Places, texts } from './console-places.ts';
import { viewsWithout, walkPages } from './console-walk.ts';
import { type Dashboard, enter, launch, NO_BROWSER, openDashboard } from './dashboard-page.ts';

const LOOKS = { looks: TWO_LOOKS };

describe.skipIf(NO_BROWSER)('axe finds nothing in the console', () => {
  let people: People;
  let server: TestServer;
  /** Without providers, and with one user. */
  let bare: TestServer;
  let browser: Browser;
  let empty: Places;
  beforeAll(async () => {
    people = await startPeople({ rules: [ADMINS] });
    ({ server } = people);
    bare = await startServer();
    empty = await emptyConsole(bare);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await people.stop();
    await bare.stop();
  });

  async function openAt(at: TestServer): Promise<Dashboard> {
    const dashboard = await openDashboard(browser, at);
    await enter(dashboard, at.adminKey);
    await dashboard.page.getByRole('navigation', { name: 'Views' }).waitFor();
    return dashboard;
  }

  it('where there is nothing to show', async () => {
    const dashboard = await openAt(bare);
    expect(await viewsWithout(dashboard, empty)).toEqual([]);
    expect(await walkPages(dashboard, { url: bare.url, places: empty }, TWO_LOOKS)).toEqual([]);
    await dashboard.page.context().close();
  });

  it('where a person who is signed in has nothing', async () => {
    const dashboard = await openDashboard(browser, server);
    const { page } = dashboard;
    const user = await seedUser(server);
    await page.goto((await createLink(server, user)).url);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const places = {
      account: { hash: '#account', shows: texts('Number in REST', 'No requests in this period.') },
      keys: { hash: '#keys', shows: texts('No key yet.') },
      meetings: { hash: '#meetings', shows: texts('No meeting in this period.') },
    };
    expect(await viewsWithout(dashboard, places)).toEqual([]);
    expect(await walkPages(dashboard, { url: server.url, places }, TWO_LOOKS)).toEqual([]);
    await page.context().close();
  });

  it('where nothing can be read', async () => {
    const dashboard = await openAt(bare);
    const message = 'The database does not answer; try again';
    const errors = [{ message, extensions: { code: 'SERVICE_UNAVAILABLE' } }];
    // The panels below are shown only with the user or the key that they belong to.
    const answered = ['WhoAsks', 'UserDetail'];
    await dashboard.page.route('**/graphql', async (route) => {
      if (answered.includes(route.request().postDataJSON().operationName)) await route.continue();
      else await route.fulfill({ json: { data: null, errors } });
    });
    const failed = Object.entries(empty).map(([name, { hash }]) => [
      name,
      { hash, shows: name === 'no user' ? texts('No such user.') : texts(message) },
    ]);
    const places: Places = Object.fromEntries(failed);
    expect(await walkPages(dashboard, { url: bare.url, places }, TWO_LOOKS)).toEqual([]);
    await dashboard.page.context().close();
  });

  it('while it is loading', async () => {
    const dashboard = await openDashboard(browser, server);
    const { page } = dashboard;
    await page.route('**/sign-in', () => {});
    await page.goto(`${server.url}/dashboard`);
    await page.getByText('Loading…').waitFor();
    const found = await findings(page, 'loading', LOOKS);
    await page.unroute('**/sign-in');
    await page.goto(`${server.url}/dashboard`);
    await page.route('**/graphql', async (route) => {
      if (route.request().postDataJSON().operationName === 'WhoAsks') await route.continue();
    });
    await enter(dashboard, server.adminKey);
    await page.getByRole('region', { name: 'Totals' }).getByText('Loading…').waitFor();
    found.push(...(await findings(page, 'loading panels', LOOKS)));
    expect(found).toEqual([]);
    await page.context().close();
  });

  it('at the sign-in page: with providers and without, and with a key that is refused', async () => {
    const dashboard = await openDashboard(browser, server);
    const { page } = dashboard;
    await page.getByRole('button', { name: 'Sign in with Okta' }).waitFor();
    const found = await findings(page, 'with providers');
    await enter(dashboard, 'no-such-key');
    await page.getByRole('alert').waitFor();
    found.push(...(await findings(page, 'refused', LOOKS)));
    await page.goto(`${bare.url}/dashboard`);
    await page.getByRole('button', { name: 'Open the dashboard' }).waitFor();
    found.push(...(await findings(page, 'without providers', LOOKS)));
    expect(found).toEqual([]);
    await page.context().close();
  });

  it('in what it says of a key, and of a change that can be undone', async () => {
    const user = await seedUser(server);
    const { secret } = await seedKey(server, user);
    const dashboard = await openAt(server);
    const { page } = dashboard;
    await page.goto(`${server.url}/dashboard#keys`);
    await page.getByRole('button', { name: 'Check a key' }).click();
    const found: string[] = [];
    for (const [text, says] of [
      [secret, 'The key works.'],
      ['no-such-key', 'The key is refused.'],
    ] as const) {
      await page.getByLabel('Text of the key').fill(text);
      await page.getByRole('button', { name: 'Check', exact: true }).click();
      await page.getByText(says).waitFor();
      found.push(...(await findings(page, says, { part: 'dialog[open]', ...LOOKS })));
    }
    await page.goto(`${server.url}/dashboard#users/${user.id}`);
    await page.getByRole('button', { name: 'Suspend' }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    found.push(...(await findings(page, 'suspended', LOOKS)));
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(found).toEqual([]);
    await page.context().close();
  });
});
