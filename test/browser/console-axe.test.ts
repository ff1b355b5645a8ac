import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { fillConsole } from './console-places.ts';
import { type Dashboard, enter, launch, NO_BROWSER, openDashboard } from './dashboard-page.ts';

const LOOKS = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [390, 1280].map((width) => ({ colorScheme, width })),
);

/** The dialogs of a page, by the buttons that open them. */
const DIALOGS: readonly (readonly [place: string, button: string])[] = [
  ['users', 'Create user'],
  ['user', 'Edit'],
  ['user', 'Delete'],
  ['user', 'Mint key'],
  ['user', 'Set webhook'],
  ['key', 'Edit'],
  ['key', 'Finish rotation'],
  ['keys', 'Check a key'],
  ['admin keys', 'Create admin key'],
];

describe.skipIf(NO_BROWSER)('axe finds nothing in the console', () => {
  let server: TestServer;
  let browser: Browser;
  let places: Awaited<ReturnType<typeof fillConsole>>;
  beforeAll(async () => {
    server = await startServer();
    places = await fillConsole(server);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server.stop();
  });

  async function findings({ page }: Dashboard, where: string): Promise<string[]> {
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      return (await axe.run(document)).violations;
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${where}: ${id} at ${target}: ${failureSummary}`),
    );
  }

  async function go(dashboard: Dashboard, name: string): Promise<void> {
    const place = places[name];
    await dashboard.page.goto(`${server.url}/dashboard${place?.hash}`);
    await place?.shows(dashboard);
  }

  it.each(LOOKS)('$colorScheme, $width pixels wide', async ({ colorScheme, width }) => {
    const viewport = { width, height: 900 };
    const dashboard = await openDashboard(browser, server, { viewport, colorScheme });
    const { page } = dashboard;
    await page.getByRole('button', { name: 'Open the dashboard' }).waitFor();
    // Not as a script of the page, which its policy would refuse.
    await page.evaluate(axe.source);
    const found = await findings(dashboard, 'key form');
    await enter(dashboard, server.adminKey);
    for (const name of Object.keys(places)) {
      await go(dashboard, name);
      found.push(...(await findings(dashboard, name)));
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
    for (const [name, button] of DIALOGS) {
      await go(dashboard, name);
      await page.getByRole('button', { name: button, exact: true }).click();
      await page.getByRole('dialog').waitFor();
      found.push(...(await findings(dashboard, `${name}, ${button}`)));
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    }
    expect(found).toEqual([]);
    await page.context().close();
  });
});
