import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { launch, NO_BROWSER } from './dashboard-page.ts';
import {
  bytesOfFiles,
  execute,
  newExplorer,
  openTab,
  reload,
  tabsOf,
  typeInto,
  typeKey,
  visit,
} from './graphiql-page.ts';

const TABS = ['CreateUser', 'MintToken', 'MyMeetings', 'VerifyKey'];
const SHARED = 'query Shared { viewer { access } }';

// In CI there is always a browser: without one the tests fail there.
describe.skipIf(NO_BROWSER)('GraphiQL in a browser', () => {
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

  it('leads from nothing to a working key, each tab as it stands, with keys typed once', async () => {
    const explorer = await newExplorer(browser);
    await visit(explorer, server);
    expect(await tabsOf(explorer)).toEqual(['[CreateUser]', ...TABS.slice(1)]);
    await typeKey(explorer, 'Admin key', server.adminKey);
    await execute(explorer, /CreateUserSuccess/);
    expect(await server.db.prisma.user.count({ where: { email: 'ada@example.com' } })).toBe(1);

    // The first click on another tab opens it, and the key is still sent.
    await openTab(explorer, 'MintToken');
    const secret = await execute(explorer, /vxa_bot_[0-9A-Za-z]{38}/);
    await openTab(explorer, 'MyMeetings');
    await typeKey(explorer, 'User key', secret);
    await execute(explorer, /"totalCount":\s*0/);
    await openTab(explorer, 'VerifyKey');
    await execute(explorer, /"valid":\s*false/);

    const status = explorer.page.locator('#keys output');
    expect(await status.textContent()).toContain('X-Admin-API-Key and X-API-Key');
    const origins = explorer.asked.filter(({ url }) => /^(https?|wss?):/.test(url));
    expect(origins.filter(({ url }) => new URL(url).origin !== server.url)).toEqual([]);
    expect(origins.length).toBeGreaterThan(8);
    expect(explorer.complaints).toEqual([]);
    await explorer.context.close();
  });

  it('comes back from a reload with its text, its tabs and its keys', async () => {
    const explorer = await newExplorer(browser);
    const { page } = explorer;
    await visit(explorer, server);
    await typeKey(explorer, 'Admin key', server.adminKey);
    await openTab(explorer, 'VerifyKey');
    await typeInto(explorer, '.graphiql-query-editor', '{ viewer { access } } #changed');
    await page.waitForURL(/viewer/);
    await reload(explorer);
    expect(await page.locator('.graphiql-query-editor').textContent()).toContain('#changed');
    expect((await tabsOf(explorer)).slice(0, 3)).toEqual(TABS.slice(0, 3));
    expect(await tabsOf(explorer)).toHaveLength(4);
    expect(await page.getByLabel('Admin key').inputValue()).toBe(server.adminKey);
    await execute(explorer, /"ADMIN"/);
    await explorer.context.close();
  });

  it('has the same tabs at the second visit, and one more for a shared document', async () => {
    const explorer = await newExplorer(browser);
    await visit(explorer, server);
    await openTab(explorer, 'MintToken');
    // GraphiQL stores its tabs a moment after they change.
    await explorer.page.waitForFunction(() => localStorage.getItem('graphiql:tabState') !== null);
    await visit(explorer, server);
    expect((await tabsOf(explorer)).map((name) => name.replace(/[[\]]/g, ''))).toEqual(TABS);
    // As on a page over plain HTTP.
    await explorer.page.addInitScript(() => {
      Object.defineProperty(crypto, 'randomUUID', { value: undefined });
    });
    await visit(explorer, server, `?query=${encodeURIComponent(SHARED)}`);
    expect(await tabsOf(explorer)).toEqual([...TABS, '[Shared]']);
    await explorer.context.close();

    const other = await newExplorer(browser);
    await visit(other, server, `?query=${encodeURIComponent(SHARED)}`);
    expect(await tabsOf(other)).toEqual(['[Shared]', ...TABS]);
    await other.context.close();
  });

  it('keeps keys for this session alone, and in no address', async () => {
    const explorer = await newExplorer(browser);
    const { page } = explorer;
    await visit(explorer, server);
    await openTab(explorer, 'VerifyKey');
    const { secret } = await seedKey(server, await seedUser(server));
    const older = ['vxa_user_', 'vxa_bot_', ''].map((start, place) =>
      start.padEnd(start.length + (place === 1 ? 32 : 40), 'Older1'),
    );
    const others = [
      '0a1b'.repeat(16),
      ...['eyJ', 'eyK', 'sig'].map((part) => part.padEnd(43, 'A-1_')),
    ];
    await typeKey(explorer, 'Admin key', server.adminKey);
    await typeKey(explorer, 'User key', secret);
    await typeInto(
      explorer,
      '.graphiql-editor-tool',
      `{"token": "${secret}", "older": "${older}", "others": "${others.join('.')}"}`,
    );
    await execute(explorer, /"valid":\s*true/);
    await page.waitForFunction(() =>
      localStorage.getItem('graphiql:tabState')?.includes('REMOVED'),
    );
    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
    for (const key of [server.adminKey, secret, ...older, ...others]) {
      expect(stored).not.toContain(key);
      expect(page.url()).not.toContain(key);
    }
    await page.getByRole('button', { name: 'Forget keys' }).click();
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain(secret);
    await explorer.context.close();
  });

  it('sends the keys with subscriptions, too', async () => {
    const explorer = await newExplorer(browser);
    const { secret } = await seedKey(server, await seedUser(server));
    const document = 'subscription Follow { meetingChanged { id } }';
    await visit(explorer, server, `?query=${encodeURIComponent(document)}`);
    await typeKey(explorer, 'User key', secret);
    const asked = explorer.page.waitForRequest(
      (request) =>
        request.postData()?.includes('Follow') === true || request.url().includes('Follow'),
    );
    await explorer.page.getByRole('button', { name: /Execute query/ }).click();
    expect((await asked).headers()['x-api-key']).toBe(secret);
    await explorer.context.close();
  });

  it('is sent once: a second visit costs less than three kilobytes', async () => {
    const explorer = await newExplorer(browser);
    await visit(explorer, server);
    const first = await bytesOfFiles(explorer);
    expect(first).toBeGreaterThan(1_000_000);
    await visit(explorer, server);
    const second = await bytesOfFiles(explorer);
    expect(second).toBeGreaterThan(0);
    expect(second).toBeLessThan(3_000);
    await explorer.context.close();
  });

  it.each(['light', 'dark'] as const)('fits a telephone, %s', async (colorScheme) => {
    const viewport = { width: 390, height: 844 };
    const explorer = await newExplorer(browser, { viewport, colorScheme });
    const { page } = explorer;
    await visit(explorer, server);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await typeKey(explorer, 'Admin key', server.adminKey);
    await execute(explorer, /CreateUserSuccess/);
    for (const place of ['.graphiql-query-editor', '.graphiql-response', '.graphiql-sidebar']) {
      await page.locator(place).scrollIntoViewIfNeeded();
      const box = await page.locator(place).boundingBox();
      expect(box?.width).toBeGreaterThan(300);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
    }
    const lightness = await page.evaluate(() =>
      Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)?.[0]),
    );
    expect(lightness > 128).toBe(colorScheme === 'light');
    await explorer.context.close();
  });

  it('shows whole lines at 1280 pixels', async () => {
    const explorer = await newExplorer(browser, { viewport: { width: 1280, height: 800 } });
    await visit(explorer, server);
    for (const name of TABS) {
      if (name !== TABS[0]) await openTab(explorer, name);
      const widest = await explorer.page.evaluate(() => {
        const editor = document.querySelector('.graphiql-query-editor .monaco-editor');
        const right = editor?.querySelector('.overflow-guard')?.getBoundingClientRect().right ?? 0;
        const lines = [...(editor?.querySelectorAll('.view-line > span') ?? [])];
        return Math.max(...lines.map((line) => line.getBoundingClientRect().right)) - right;
      });
      expect(widest, name).toBeLessThanOrEqual(0);
    }
    await explorer.context.close();
  });
});
