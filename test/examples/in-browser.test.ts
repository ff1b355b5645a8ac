import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { launch, NO_BROWSER } from '../browser/dashboard-page.ts';
import { move, recordOne } from '../recording/reports.ts';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { connect, type ExamplePage, openExample, usersOf } from './page.ts';
import { prepareExamples } from './prepare.ts';

const USERS = 12;
const PAGE = 10;

describe.skipIf(NO_BROWSER).each(['apollo', 'urql'] as const)('the example %s', (name) => {
  let server: TestServer;
  let ada: SeededUser;
  let browser: Browser;
  let open: ExamplePage | undefined;
  beforeAll(async () => {
    server = await startServer();
    await prepareExamples(server.url);
    for (let count = 1; count < USERS; count += 1) await seedUser(server);
    ada = await seedUser(server, { email: `ada-${name}@example.com` });
    browser = await launch();
  });
  afterEach(() => open?.close());
  afterAll(async () => {
    await browser?.close();
    await server.stop();
  });

  async function start(service = server.url): Promise<ExamplePage> {
    open = await openExample(browser, name, service);
    await connect(open, server.adminKey);
    return open;
  }

  it('pages through a list, creates a user and shows why it cannot, and complains of nothing', async () => {
    const example = await start();
    const { page, complaints } = example;
    const first = await usersOf(example, PAGE);
    expect([first.length, first[0]]).toEqual([PAGE, ada.email]);
    await page.getByRole('button', { name: 'More' }).click();
    const all = await usersOf(example, USERS);
    expect([all.length, new Set(all).size, all.slice(0, PAGE)]).toEqual([USERS, USERS, first]);

    await page.getByLabel('Email').fill(`new-${name}@example.com`);
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText(`new-${name}@example.com was created`).waitFor();
    await page.getByRole('heading', { name: `${USERS + 1} users` }).waitFor();
    expect((await usersOf(example, 1))[0]).toBe(`new-${name}@example.com`);

    await page.getByLabel('Email').fill('no address');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText(/^email: /).waitFor();
    expect(complaints).toEqual([]);
  });

  it('shows changes as they happen', async () => {
    open = await openExample(browser, name, server.url);
    const example = open;
    // What changed before the stream was open is not sent.
    const stream = example.page.waitForResponse((response) =>
      (response.headers()['content-type'] ?? '').startsWith('text/event-stream'),
    );
    await connect(example, server.adminKey);
    await stream;
    const last = example.page.getByLabel('Last change');
    await last.getByText('No meeting has changed yet').waitFor();
    const id = await recordOne(server, ada);
    const statuses = ['JOINING', 'AWAITING_ADMISSION', 'ACTIVE'];
    for (const status of statuses) await move(server, id, { status });
    await last.getByText(`${ada.email}: active`).waitFor();
    expect(example.complaints).toEqual([]);
  });

  it('shows why a key is refused, in the words of the service', async () => {
    const refused = await server.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-admin-api-key': 'wrong' },
      body: JSON.stringify({ query: '{ viewer { access } }' }),
    });
    const { errors } = (await refused.json()) as { errors: { message: string }[] };
    open = await openExample(browser, name, server.url);
    await connect(open, 'wrong');
    const shown = await open.page.getByRole('alert').first().textContent();
    expect(shown).toContain(errors[0]?.message);
  });

  it('waits as long as the service says when it sent too many requests', async () => {
    // The minutes of the limits are the process's own: they pass when the test says so.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const limited = await startServer({ beside: server, env: { RATE_LIMIT_ADMIN_KEY: '10' } });
    try {
      const example = await start(limited.url);
      await usersOf(example, PAGE);
      await useUp(limited);
      vi.setSystemTime(Date.now() + 59_000);
      const refused = example.page.waitForResponse((response) => response.status() === 429);
      const more = example.page.getByRole('button', { name: 'More' });
      await more.click();
      const answer = await refused;
      expect(answer.headers()['retry-after']).toBe('1');
      vi.setSystemTime(Date.now() + 1_500);
      await usersOf(example, PAGE + 1);
    } finally {
      vi.useRealTimers();
      await open?.close();
      open = undefined;
      await limited.stop();
    }
  });
});

/** Sends requests with the admin key until one of them is too many. */
async function useUp(server: TestServer): Promise<void> {
  const headers = { 'x-admin-api-key': server.adminKey };
  while ((await server.fetch('/admin/users?limit=1', { headers })).status !== 429);
}
