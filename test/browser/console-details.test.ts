import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Dashboard, launch, NO_BROWSER, openInside } from './dashboard-page.ts';

const HOOK = 'https://hooks.example.org/meetings';

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

  const open = (hash: string, key?: string) =>
    openInside(browser, server, { hash, ...(key !== undefined && { key }) });

  const focused = (page: Page) =>
    page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent;
    });
  const notice = ({ page }: Dashboard, text: string) =>
    page.locator('.notice').filter({ hasText: text }).waitFor();

  async function webhookOf(userId: string) {
    const { data } = await server.graphql<{ user: { webhook: object | null } }>(
      'query ($id: ID!) { user(by: { id: $id }) { webhook { url hasSecret events { name isWanted } } } }',
      { admin: server.adminKey, variables: { id: userId } },
    );
    return data.user.webhook;
  }

  it('shows a secret until it is closed on purpose, and then returns to where the focus was', async () => {
    const user = await seedUser(server);
    const { page } = await open(`#users/${user.id}`);
    await page.getByRole('button', { name: 'Mint key' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Mint key' }).click();
    await page.getByRole('dialog').getByText('Save the key now').waitFor();
    expect(await focused(page)).toBe('Copy: Key');
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('Escape');
    await page.getByRole('dialog').getByText('Save the key now').waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Mint key');
    await page.context().close();
  });

  it('names the user whose webhook is changed, and changes only what was changed', async () => {
    const user = await seedUser(server);
    const dashboard = await open(`#users/${user.id}`);
    const { page } = dashboard;
    await page.getByRole('button', { name: 'Set webhook' }).click();
    const set = page.getByRole('dialog', { name: `Set the webhook of ${user.email}` });
    await set.getByLabel('URL').fill(HOOK);
    await set.getByLabel('Signing secret').fill('a secret of an example');
    await set.getByRole('textbox', { name: /^Events/ }).fill('meeting.completed, bot.failed');
    await set.getByRole('button', { name: 'Save' }).click();
    await notice(dashboard, `The webhook of ${user.email} was set.`);

    await page.getByRole('button', { name: 'Set webhook' }).click();
    expect(await set.getByRole('textbox', { name: /^Events/ }).inputValue()).toBe(
      'bot.failed, meeting.completed',
    );
    await set.getByRole('textbox', { name: /^Events/ }).fill('bot.failed');
    await set.getByRole('button', { name: 'Save' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await webhookOf(user.id)).toEqual({
      url: HOOK,
      hasSecret: true,
      events: [
        { name: 'bot.failed', isWanted: true },
        { name: 'meeting.completed', isWanted: false },
      ],
    });

    await page.getByRole('button', { name: 'Set webhook' }).click();
    await set.getByRole('textbox', { name: /^Events/ }).fill('');
    await set.getByLabel('Delete the secret').check();
    await set.getByRole('button', { name: 'Save' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await webhookOf(user.id)).toEqual({ url: HOOK, hasSecret: false, events: null });

    await page.goto(`${server.url}/dashboard#webhooks`);
    await page.getByRole('button', { name: `Remove the webhook of ${user.email}` }).click();
    await page.getByRole('dialog', { name: `Remove the webhook of ${user.email}` }).waitFor();
    await page.getByRole('button', { name: 'Remove webhook', exact: true }).click();
    await notice(dashboard, `The webhook of ${user.email} was removed.`);
    expect(await webhookOf(user.id)).toBeNull();
    await page.context().close();
  });

  it('sends of a form only what was changed, so that a key may rename itself', async () => {
    const { data } = await server.graphql<{ createAdminKey: { secret: string } }>(
      'mutation { createAdminKey(input: { name: "Ada" }) { ... on CreateAdminKeySuccess { secret } } }',
      { admin: server.adminKey },
    );
    const dashboard = await open('#admin-keys', data.createAdminKey.secret);
    const { page } = dashboard;
    await page.getByRole('button', { name: 'Edit Ada' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Ada Lovelace');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await notice(dashboard, 'The admin key Ada Lovelace was changed.');
    await page.getByRole('button', { name: 'Undo' }).click();
    await notice(dashboard, 'The change was undone.');
    await page.context().close();
  });

  it('shows the text that is searched for, also after a link', async () => {
    const { page } = await open('#users?search=nobody-has-this-name');
    const field = page.getByLabel('Name or address contains');
    expect(await field.inputValue()).toBe('nobody-has-this-name');
    await page.getByText('No such user.').waitFor();
    await page
      .getByRole('navigation', { name: 'Views' })
      .getByRole('link', { name: 'Users' })
      .click();
    await page.getByText(/^1–/).waitFor();
    expect(await field.inputValue()).toBe('');
    await page.context().close();
  });

  it('ignores choices in the address that it does not know', async () => {
    const user = await seedUser(server);
    await seedKey(server, user);
    const { page } = await open('#keys?status=NONSENSE');
    await page.getByText(/^1–/).waitFor();
    await page.goto(`${server.url}/dashboard#audit?action=NONSENSE&since=NONSENSE`);
    await page.getByText(/^1–/).waitFor();
    await page.goto(`${server.url}/dashboard#users?state=NONSENSE&role=NONSENSE`);
    await page.getByText(/^1–/).waitFor();
    await page.goto(`${server.url}/dashboard#meetings?status=NONSENSE`);
    await page.getByText('No meeting in this period.').waitFor();
    await page.context().close();
  });

  it('goes to the first page when the rows of a later one are gone', async () => {
    const ids: string[] = [];
    for (let place = 10; place < 23; place += 1)
      ids.push((await seedUser(server, { email: `gone${place}@example.com` })).id);
    const last = ids.at(-1);
    const { page } = await open('#users?search=gone');
    await page.getByText('1–12 of 13').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('13–13 of 13').waitFor();
    await server.graphql(
      'mutation ($id: ID!) { deleteUser(input: { user: { id: $id } }) { __typename } }',
      { admin: server.adminKey, variables: { id: last } },
    );
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('1–12 of 12').waitFor();
    await page.context().close();
  });
});
