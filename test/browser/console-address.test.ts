import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { enter, launch, NO_BROWSER, openDashboard } from './dashboard-page.ts';

const VIEWS = {
  meetings: 'Meetings',
  users: 'Users',
  keys: 'Keys',
  webhooks: 'Webhooks',
  imports: 'Imports',
  audit: 'Audit log',
  'admin-keys': 'Admin keys',
  settings: 'Settings',
};

/** Changes the address in the very moment in which the first view is drawn: nothing else has run since. */
function changeWhenDrawn(view: string): void {
  const drawn = new MutationObserver(() => {
    if (document.querySelector('nav[aria-label="Views"]') === null) return;
    drawn.disconnect();
    location.hash = view;
  });
  drawn.observe(document, { childList: true, subtree: true });
}

describe.skipIf(NO_BROWSER)('an address', () => {
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

  it.each(Object.entries(VIEWS))(
    'that changes to %s while the console opens is followed',
    async (view, name) => {
      const dashboard = await openDashboard(browser, server);
      const { page } = dashboard;
      await page.evaluate(changeWhenDrawn, view);
      await enter(dashboard, server.adminKey);
      const current = page.getByRole('navigation', { name: 'Views' }).locator('[aria-current]');
      await current.getByText(name, { exact: true }).waitFor({ timeout: 20_000 });
      expect(new URL(page.url()).hash).toBe(`#${view}`);
      await page.context().close();
    },
  );
});
