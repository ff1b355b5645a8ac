import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { EXAMPLES } from './prepare.ts';

export type ExamplePage = {
  readonly page: Page;
  /** Errors and warnings of the console. */
  readonly complaints: string[];
  readonly close: () => Promise<void>;
};

/** Opens an example in a browser as its developer would: served by another origin than the service. */
export async function openExample(
  browser: Browser,
  name: 'apollo' | 'urql',
  service: string,
): Promise<ExamplePage> {
  const script = await bundle(name, service);
  const site = createServer((request, response) => {
    const isScript = request.url === '/main.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? script : HTML);
  });
  await once(site.listen(0, '127.0.0.1'), 'listening');
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}`);
  const close = async () => {
    await page.close();
    site.close();
  };
  return { page, complaints, close };
}

export async function connect({ page }: ExamplePage, key: string): Promise<void> {
  await page.getByLabel('Key').fill(key);
  await page.getByRole('button', { name: 'Connect' }).click();
}

/** The addresses in the list, once there are as many as expected. */
export async function usersOf({ page }: ExamplePage, count: number): Promise<string[]> {
  const items = page.getByRole('list', { name: 'Users' }).getByRole('listitem');
  await items.nth(count - 1).waitFor();
  return await items.allTextContents();
}

const HTML =
  '<!doctype html><title>Example</title><link rel="icon" href="data:,"><div id="root"></div><script type="module" src="/main.js"></script>';

/** With all the checks and warnings that libraries have for developers. */
async function bundle(name: string, service: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [join(EXAMPLES, 'src', name, 'main.tsx')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    conditions: ['development', 'module', 'browser'],
    tsconfigRaw: {},
    define: {
      'process.env.NODE_ENV': '"development"',
      'import.meta.env': JSON.stringify({ VITE_LATCHKEY_URL: service }),
    },
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
