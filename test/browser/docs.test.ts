import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { launch, NO_BROWSER } from './dashboard-page.ts';
import { newExplorer } from './graphiql-page.ts';

const PHONE = { width: 390, height: 844 };

describe.skipIf(NO_BROWSER)('the REST documentation in a browser', () => {
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

  it.each([
    [{ width: 1280, height: 800 }, 'light'],
    [PHONE, 'dark'],
  ] as const)('sends a route with its examples: %o %s', async (viewport, colorScheme) => {
    const explorer = await newExplorer(browser, { viewport, colorScheme });
    const { page, asked, complaints } = explorer;
    await page.goto(`${server.url}/docs`);
    await page.locator('.auth-wrapper .authorize').click();
    const scheme = page.locator('.auth-container', { hasText: 'AdminApiKey' });
    await scheme.locator('input').fill(server.adminKey);
    await scheme.locator('.authorize').click();
    await page.locator('.close-modal').first().click();

    const route = page.locator('#operations-Users-createUser');
    await route.locator('.opblock-summary').click();
    await route.getByRole('button', { name: 'Try it out' }).click();
    await route.getByRole('button', { name: 'Execute' }).click();
    const answer = route.locator('.live-responses-table .response-col_status').nth(1);
    await answer.waitFor();
    expect(await answer.textContent()).toMatch(/^20[01]/);
    expect(await server.db.prisma.user.count({ where: { email: 'ada@example.com' } })).toBe(1);

    const { scrollWidth, lightness } = await page.evaluate(() => ({
      scrollWidth: document.documentElement.scrollWidth,
      lightness: Number(
        /\d+/.exec(getComputedStyle(document.body.parentElement ?? document.body).color)?.[0],
      ),
    }));
    expect(scrollWidth).toBe(viewport.width);
    // The text is dark on a light page, and light on a dark one.
    expect(lightness < 128).toBe(colorScheme === 'light');
    expect(
      asked.filter(({ url }) => /^https?:/.test(url) && new URL(url).origin !== server.url),
    ).toEqual([]);
    expect(complaints).toEqual([]);
    await explorer.context.close();
  });
});
