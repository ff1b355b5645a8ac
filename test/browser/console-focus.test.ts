import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInByLink } from '../sign-in/link-form.ts';
import { ADMINS, type People, startPeople } from '../sign-in/people-server.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { launch, NO_BROWSER, openInside } from './dashboard-page.ts';

const SET_WEBHOOK = `mutation ($id: ID!) {
  setWebhook(input: { user: { id: $id }, url: "https://hooks.example.org" }) { __typename } }`;

describe.skipIf(NO_BROWSER)('the focus, when what had it is removed', () => {
  let people: People;
  let server: TestServer;
  let browser: Browser;
  let ada: SeededUser;
  let grace: SeededUser;
  beforeAll(async () => {
    people = await startPeople({ rules: [ADMINS] });
    ({ server } = people);
    ada = await seedUser(server, { email: 'ada@example.com' });
    grace = await seedUser(server, { email: 'grace@example.com' });
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await people.stop();
  });

  const open = (hash: string) => openInside(browser, server, { hash });

  const mutate = (document: string, id: string) =>
    server.graphql(document, { admin: server.adminKey, variables: { id } });

  const focused = (page: Page) =>
    page.evaluate(() => {
      const { activeElement } = document;
      return `${activeElement?.tagName} ${activeElement?.textContent}`;
    });

  async function pressIn(page: Page, button: string): Promise<void> {
    await page.getByRole('button', { name: button, exact: true }).focus();
    await page.keyboard.press('Enter');
  }

  /** Presses a button by keyboard, and the one of its dialog, which has the focus. */
  async function confirm(page: Page, button: string): Promise<void> {
    await pressIn(page, button);
    await page.locator('dialog button[type="submit"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
  }

  /** Waits until a button is gone, and says what has the focus then. */
  async function focusWithout(page: Page, button: string): Promise<string> {
    const gone = page.getByRole('button', { name: button, exact: true });
    await gone.waitFor({ state: 'detached' });
    return focused(page);
  }

  it('goes to the next webhook, then to the heading', async () => {
    for (const user of [ada, grace]) await mutate(SET_WEBHOOK, user.id);
    const { page } = await open('#webhooks');
    for (const [user, next] of [
      [ada, `BUTTON Remove the webhook of ${grace.email}`],
      [grace, 'H2 Webhooks'],
    ] as const) {
      const button = `Remove the webhook of ${user.email}`;
      await confirm(page, button);
      expect(await focusWithout(page, button)).toBe(next);
    }
    await page.context().close();
  });

  it('goes to the next session, then to the heading', async () => {
    // The one that was used last stands first.
    for (const user of [grace, ada]) await signInByLink(server, user);
    const { page } = await open('#admin-keys');
    for (const [user, next] of [
      [ada, `BUTTON Sign out ${grace.email}`],
      [grace, 'H2 Signed in'],
    ] as const) {
      const button = `Sign out ${user.email}`;
      await confirm(page, button);
      expect(await focusWithout(page, button)).toBe(next);
    }
    await page.context().close();
  });

  it('goes to the heading when the last session of a user ends', async () => {
    await signInByLink(server, ada);
    const { page } = await open(`#users/${ada.id}`);
    const button = `Sign out ${ada.email}`;
    await confirm(page, button);
    expect(await focusWithout(page, button)).toBe('H2 Signed in');
    await page.context().close();
  });

  it('goes to the heading when a user has no webhook any more', async () => {
    await mutate(SET_WEBHOOK, ada.id);
    const { page } = await open(`#users/${ada.id}`);
    await confirm(page, 'Remove');
    expect(await focusWithout(page, 'Remove')).toBe('H2 Webhook');
    await page.context().close();
  });

  it('goes to the heading when an admin key has no further step', async () => {
    await server.graphql('mutation { createAdminKey(input: { name: "Hedy" }) { __typename } }', {
      admin: server.adminKey,
    });
    const { page } = await open('#admin-keys');
    await confirm(page, 'Revoke Hedy');
    expect(await focusWithout(page, 'Revoke Hedy')).toBe('H2 Admin keys');
    await page.context().close();
  });

  it('goes to the heading when a key has no further step', async () => {
    const { id } = await seedKey(server, ada);
    const { page } = await open(`#keys/${id}`);
    await confirm(page, 'Revoke');
    expect(await focusWithout(page, 'Revoke')).toBe('H2 Key');
    await page.context().close();
  });

  it('stays on the button that leads to the last page', async () => {
    for (let place = 0; place < 13; place += 1)
      await seedUser(server, { email: `many${place}@example.com` });
    const { page } = await open('#users?search=many');
    await page.getByText('1–12 of 13').waitFor();
    await pressIn(page, 'Next');
    await page.getByText('13–13 of 13').waitFor();
    expect(await focused(page)).toBe('BUTTON Next');
    await page.context().close();
  });

  it('goes to the page when a notice is dismissed', async () => {
    const { page } = await open(`#users/${grace.id}`);
    await pressIn(page, 'Suspend');
    await pressIn(page, 'Dismiss');
    expect(await focusWithout(page, 'Dismiss')).toMatch(/^MAIN/);
    await page.context().close();
  });
});
