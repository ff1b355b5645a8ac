import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TABS } from '../../src/api/pages/graphiql/tabs.ts';
import { startServer, type TestServer } from '../support/server.ts';

const CHROMIUM = '/usr/bin/chromium';
const isThere = existsSync(CHROMIUM);
if (!isThere)
  process.stdout.write(`NOT RUN: GraphiQL in a browser, because ${CHROMIUM} is not installed\n`);

const HEADERS = 'section.graphiql-editor-tool .monaco-editor:visible';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// In CI there is always a browser: without one the tests fail there.
describe.skipIf(!isThere && process.env['CI'] === undefined)('a browser', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await startServer();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
    page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    page.on('request', (request) => asked.push(request.url()));
    page.on('websocket', (socket) => asked.push(socket.url()));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  });
  afterAll(async () => {
    await browser?.close();
    await server.stop();
  });

  function foreign(): string[] {
    return asked.filter((url) => /^(https?|wss?):/.test(url) && new URL(url).origin !== server.url);
  }

  it('creates a user and mints a key in GraphiQL', async () => {
    await page.goto(`${server.url}/graphql`);
    for (const name of ['CreateUser', 'MintToken', 'MyMeetings'])
      await page.locator('.graphiql-tab', { hasText: name }).waitFor();
    const headers = page.locator(HEADERS).first();
    for (const name of ['X-Admin-API-Key', 'X-API-Key']) await headers.getByText(name).waitFor();

    await fillHeaders(`{"X-Admin-API-Key": "${server.adminKey}", "X-API-Key": ""}`);
    await execute();
    const user = await page.waitForFunction(
      () =>
        /"id":\s*"([^"]+)"/.exec(
          document.querySelector('.graphiql-response')?.textContent ?? '',
        )?.[1],
    );
    const id = String(await user.jsonValue());
    expect(await page.locator('.graphiql-response').textContent()).toContain('CreateUserSuccess');
    expect((await server.db.prisma.user.findFirstOrThrow()).email).toBe('ada@example.com');

    await openTab('MintToken');
    await fillHeaders(`{"X-Admin-API-Key": "${server.adminKey}"}`);
    await fillQuery((TABS[1] ?? '').replace('PASTE_THE_USER_ID', id));
    await execute();
    const secret = await page.waitForFunction(
      () =>
        /vxa_bot_[0-9A-Za-z]{38}/.exec(
          document.querySelector('.graphiql-response')?.textContent ?? '',
        )?.[0],
    );
    const reply = await server.graphql('{ viewer { user { email } } }', {
      key: String(await secret.jsonValue()),
    });
    expect(reply.data).toMatchObject({ viewer: { user: { email: 'ada@example.com' } } });
    // The page, and at least the schema and the two mutations behind it: the recording works.
    expect(asked.filter((url) => url.startsWith(`${server.url}/graphql`)).length).toBeGreaterThan(
      3,
    );
    expect(foreign()).toEqual([]);
  });

  it('reads the documentation of the REST routes', async () => {
    await page.goto(`${server.url}/docs`);
    await page.getByText('Create or find a user').waitFor();
    expect(foreign()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  /** Pressed as a finger does: a shorter press counts as the start of a drag. */
  async function openTab(name: string): Promise<void> {
    const active = page.locator('.graphiql-tab-active', { hasText: name });
    while (!(await active.isVisible())) {
      const box = await page.getByRole('button', { name }).boundingBox();
      await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 8);
      await page.mouse.down();
      await page.waitForTimeout(100);
      await page.mouse.up();
      await page.waitForTimeout(300);
    }
  }

  async function execute(): Promise<void> {
    await page.getByRole('button', { name: /Execute query/ }).click();
  }

  async function fillHeaders(text: string): Promise<void> {
    await typeInto(HEADERS, text);
  }

  async function fillQuery(text: string): Promise<void> {
    await typeInto('.monaco-editor:visible', text);
  }

  async function typeInto(selector: string, text: string): Promise<void> {
    await page.locator(selector).first().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText(text);
  }
});
