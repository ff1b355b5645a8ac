import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { TestServer } from '../support/server.ts';

export type Explorer = {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Every request, with the headers that the page gave it. */
  readonly asked: { readonly url: string; readonly headers: Readonly<Record<string, string>> }[];
  readonly complaints: string[];
};

/** A browser of its own, which remembers nothing. */
export async function newExplorer(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Explorer> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const explorer: Explorer = { context, page, asked: [], complaints: [] };
  page.on('request', (request) =>
    explorer.asked.push({ url: request.url(), headers: request.headers() }),
  );
  page.on('websocket', (socket) => explorer.asked.push({ url: socket.url(), headers: {} }));
  page.on('console', (message) => {
    if (message.type() === 'error') explorer.complaints.push(message.text());
  });
  page.on('pageerror', (error) => explorer.complaints.push(String(error)));
  return explorer;
}

export async function visit({ page }: Explorer, { url }: TestServer, search = ''): Promise<void> {
  await page.goto(`${url}/graphql${search}`);
  await ready(page);
}

export async function reload({ page }: Explorer): Promise<void> {
  await page.reload();
  await ready(page);
}

async function ready(page: Page): Promise<void> {
  await page.locator('.graphiql-tab').first().waitFor();
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
}

/**
 * What the page and all its files cost on the network, as the browser measured it; answers
 * to queries are left out. The workers of the editor come last, so they are waited for.
 */
export async function bytesOfFiles({ page }: Explorer): Promise<number> {
  await page.waitForFunction(() => {
    const names = performance.getEntriesByType('resource').map(({ name }) => name);
    const workers = ['json-worker', 'editor-worker', 'graphql-worker'];
    return workers.every((worker) => names.some((name) => name.endsWith(`-${worker}.js`)));
  });
  return await page.evaluate(() => {
    const entries = ['navigation', 'resource'].flatMap((type) =>
      performance.getEntriesByType(type),
    );
    const files = entries.filter(
      (entry): entry is PerformanceResourceTiming =>
        entry instanceof PerformanceResourceTiming && entry.initiatorType !== 'fetch',
    );
    return files.reduce((sum, { transferSize }) => sum + transferSize, 0);
  });
}

/** The names of the tabs, the active one in brackets. */
export async function tabsOf({ page }: Explorer): Promise<string[]> {
  return await page.locator('.graphiql-tab').evaluateAll((tabs) =>
    tabs.map((tab) => {
      const name = tab.querySelector('button')?.textContent ?? '';
      return tab.classList.contains('graphiql-tab-active') ? `[${name}]` : name;
    }),
  );
}

export async function openTab({ page }: Explorer, name: string): Promise<void> {
  await page.locator('.graphiql-tab-button', { hasText: name }).click();
  await page.locator('.graphiql-tab-active', { hasText: name }).waitFor();
  await page.locator('.graphiql-query-editor .view-line', { hasText: name }).first().waitFor();
  // GraphiQL reads the name of the operation a tenth of a second after the text changed. A
  // timer of the page that is set now, and is due later, runs after that one on any machine.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
}

export async function typeKey({ page }: Explorer, label: string, key: string): Promise<void> {
  await page.getByLabel(label).fill(key);
}

/** Runs the document of the active tab; waits until the answer has this in it. */
export async function execute({ page }: Explorer, expected: RegExp): Promise<string> {
  await page.getByRole('button', { name: /Execute query/ }).click();
  const found = await page.waitForFunction(
    ([source = '', flags]) => {
      const text = document.querySelector('.graphiql-response')?.textContent ?? '';
      return new RegExp(source, flags).exec(text)?.[0];
    },
    [expected.source, expected.flags],
  );
  return String(await found.jsonValue());
}

/** Replaces what stands in an editor, as a paste does. */
export async function typeInto({ page }: Explorer, editor: string, text: string): Promise<void> {
  await page.locator(`${editor} .monaco-editor:visible`).first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}
