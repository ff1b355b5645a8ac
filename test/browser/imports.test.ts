import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { fillSmall, SMALL } from '../vexa-import/fill.ts';
import { createVexaDatabase, type VexaDatabase } from '../vexa-import/source.ts';
import { stopAfterOneBatch } from '../vexa-import/stopped.ts';
import { cellsOf, enter, launch, NO_BROWSER, openDashboard, show } from './dashboard-page.ts';

const aTime = expect.stringMatching(/^\d/);

describe.skipIf(NO_BROWSER)('the page of imports', () => {
  let server: TestServer;
  let source: VexaDatabase;
  let browser: Browser;
  beforeAll(async () => {
    server = await startServer();
    source = await createVexaDatabase('0.12');
    await fillSmall(source, '0.12');
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await source?.drop();
    await server.stop();
  });

  it('says how to start one, and follows an import to its end', async () => {
    const dashboard = await openDashboard(browser, server);
    const { page } = dashboard;
    await enter(dashboard, server.adminKey);
    await show(dashboard, 'Imports');
    await page.getByText('npx latchkey import --help').waitFor();

    await stopAfterOneBatch(server, source, 'keys');
    await page.getByRole('button', { name: 'Refresh' }).click();
    const [unfinished] = await cellsOf(dashboard, 'Imports');
    expect(unfinished).toEqual(['vexa', 'Running', aTime, aTime, '–']);
    const rows = await cellsOf(dashboard, 'Rows');
    expect(rows).toContainEqual(['vexa', 'users', String(SMALL.users), '0', '0']);
    expect(rows).toContainEqual(['vexa', 'segments', '0', '0', '0']);

    const again = await page.waitForRequest((request) => request.url().endsWith('/graphql'));
    // Nobody asked for it: it keeps no session alive.
    expect(again.headers()['x-latchkey-background']).toBe('1');

    await importVexa(server.app, { from: source.url });
    const imports = page.getByRole('region', { name: 'Imports' });
    await imports.getByText('Finished', { exact: true }).nth(1).waitFor();
    const all = await cellsOf(dashboard, 'Rows');
    expect(all).toContainEqual(['vexa', 'segments', String(SMALL.segments), '0', '0']);
    expect([dashboard.complaints, dashboard.foreign]).toEqual([[], []]);
  });
});
