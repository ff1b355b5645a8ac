import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { TestServer } from '../support/server.ts';

const CHROMIUM = '/usr/bin/chromium';
const isThere = existsSync(CHROMIUM);
if (!isThere)
  process.stdout.write(`NOT RUN: the dashboard, because ${CHROMIUM} is not installed\n`);

/** In CI there is always a browser: without one the tests fail there. */
export const NO_BROWSER = !isThere && process.env['CI'] === undefined;

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: QUIET });
}

export const TIME_ZONE = 'Europe/Berlin';

type Operation = { readonly operationName: string; readonly variables: Record<string, unknown> };

export type Dashboard = {
  readonly page: Page;
  /** What the page asked the API for, in order. */
  readonly operations: Operation[];
  /** Requests to anybody else. */
  readonly foreign: string[];
  readonly complaints: string[];
};

/** The dashboard in a tab of its own, at its sign-in page. */
export async function openDashboard(
  browser: Browser,
  server: TestServer,
  options: BrowserContextOptions = {},
): Promise<Dashboard> {
  const context = await browser.newContext({ timezoneId: TIME_ZONE, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const dashboard: Dashboard = { page, operations: [], foreign: [], complaints: [] };
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.origin !== server.url)
      dashboard.foreign.push(url.href);
    if (url.pathname === '/graphql') dashboard.operations.push(request.postDataJSON());
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) dashboard.complaints.push(message.text());
  });
  page.on('pageerror', (error) => dashboard.complaints.push(String(error)));
  await page.goto(`${server.url}/dashboard`);
  return dashboard;
}

/** A page of the console in a tab of its own, with the key entered. */
export async function openInside(
  browser: Browser,
  server: TestServer,
  { hash, key = server.adminKey }: { readonly hash: string; readonly key?: string },
): Promise<Dashboard> {
  const dashboard = await openDashboard(browser, server);
  await dashboard.page.goto(`${server.url}/dashboard${hash}`);
  await enter(dashboard, key);
  await dashboard.page.getByRole('navigation', { name: 'Views' }).waitFor();
  return dashboard;
}

export async function enter({ page }: Dashboard, key: string): Promise<void> {
  await page.getByLabel('API key', { exact: true }).fill(key);
  await page.getByRole('button', { name: 'Open the dashboard' }).click();
}

export async function show({ page }: Dashboard, view: string): Promise<void> {
  const views = page.getByRole('navigation', { name: 'Views' });
  await views.getByRole('link', { name: view, exact: true }).click();
}

/** The texts of a table's cells, row by row, also where they are folded away. */
export async function cellsOf({ page }: Dashboard, label: string): Promise<string[][]> {
  const rows = page.locator(`section[aria-label="${label}"] tbody tr`);
  await rows.first().waitFor({ state: 'attached' });
  return rows.evaluateAll((found) =>
    found.map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
  );
}

/** A list of names and figures as a record. */
export async function factsOf({ page }: Dashboard, list: string): Promise<Record<string, string>> {
  await page.locator(list).waitFor();
  const pairs = await page
    .locator(`${list} > div`)
    .evaluateAll((found) =>
      found.map((pair) => [...pair.children].map((part) => part.textContent ?? '').slice(0, 2)),
    );
  return Object.fromEntries(pairs);
}
