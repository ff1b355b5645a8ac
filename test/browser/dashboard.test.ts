import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fillDemo } from '../../src/cli/demo/fill.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  cellsOf,
  type Dashboard,
  enter,
  factsOf,
  launch,
  NO_BROWSER,
  openDashboard,
  TIME_ZONE,
} from './dashboard-page.ts';

type Point = { start: string; value: number };
type Totals = Record<string, number | null>;
type Platform = { platformName: string; meetings: number; completed: number; failed: number };
type Analytics = {
  totals: Totals;
  previousTotals: Totals;
  concurrency: { peak: number; usersAtLimit: number; refused: number };
  platforms: Platform[];
  outcomes: { meetings: number }[];
  topUsers: { user: { email: string }; failed: number }[];
} & Record<'all' | 'completed' | 'failed' | 'atOnce', Point[]>;

const TOTALS =
  'meetings completed failed running successRate totalDuration averageDuration activeUsers refused';

const ANALYTICS = `query ($range: DateRange!, $timeZone: TimeZone) {
  analytics(range: $range, timeZone: $timeZone) {
    totals { ${TOTALS} }
    previousTotals { ${TOTALS} }
    concurrency { peak usersAtLimit refused }
    platforms { platformName meetings completed failed }
    outcomes { meetings }
    topUsers(by: FAILED, first: 10) { user { email } failed }
    all: series(metric: MEETINGS, bucket: DAY) { start value }
    completed: series(metric: COMPLETED, bucket: DAY) { start value }
    failed: series(metric: FAILED, bucket: DAY) { start value }
    atOnce: series(metric: CONCURRENCY, bucket: DAY) { start value }
  }
}`;

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: TIME_ZONE });

describe.skipIf(NO_BROWSER)('the dashboard', () => {
  let server: TestServer;
  let browser: Browser;
  let dashboard: Dashboard;
  beforeAll(async () => {
    server = await startServer();
    await fillDemo(server.app, new Date());
    browser = await launch();
  });
  beforeEach(async () => {
    dashboard = await openDashboard(browser, server);
    await enter(dashboard, server.adminKey);
    await dashboard.page.locator('data').first().waitFor();
  });
  afterEach(async () => {
    // It complains about nothing, and asks nobody else.
    expect(dashboard.operations).not.toEqual([]);
    expect([dashboard.complaints, dashboard.foreign]).toEqual([[], []]);
    await dashboard.page.context().close();
  });
  afterAll(async () => {
    await browser?.close();
    await server.stop();
  });

  /** What the API says to the same question that the page asked. */
  async function asked(operation: string): Promise<Analytics> {
    const { variables } = dashboard.operations.findLast((o) => o.operationName === operation) ?? {};
    const { range, timeZone } = variables ?? {};
    expect(timeZone).toBe(TIME_ZONE);
    const reply = await server.graphql<{ analytics: Analytics }>(ANALYTICS, {
      admin: server.adminKey,
      variables: { range, timeZone },
    });
    return reply.data.analytics;
  }

  async function shownTotals(attribute: string): Promise<Totals> {
    const pairs = await dashboard.page.locator(`data[${attribute}]`).evaluateAll(
      (found, name) =>
        found.map((one) => {
          const text = one.getAttribute('value') ?? '';
          return [one.getAttribute(name) ?? '', text === '' ? null : Number(text)] as const;
        }),
      attribute,
    );
    return Object.fromEntries(pairs);
  }

  it('shows the totals of the API, and those of the stretch before', async () => {
    const { totals, previousTotals } = await asked('OverviewTotals');
    expect(await shownTotals('data-figure')).toEqual(totals);
    // What runs now has nothing to be compared with.
    const { running: _, ...compared } = previousTotals;
    expect(await shownTotals('data-before')).toEqual(compared);
    const texts = await factsOf(dashboard, '.totals');
    expect(texts['Meetings']).toBe(String(totals['meetings']));
    expect(texts['Meetings']).toMatch(/^[1-9]\d\d$/);
  });

  it('draws the days, the platforms, the ends and the bots at once, with their figures', async () => {
    await cellsOf(dashboard, 'Concurrent bots: figures');
    const { all, completed, failed, atOnce, platforms, outcomes, concurrency } =
      await asked('MeetingsPerDay');
    expect(all).toHaveLength(30);
    const value = (points: Point[], place: number) => points[place]?.value ?? 0;
    expect(await cellsOf(dashboard, 'Meetings per day: figures')).toEqual(
      all.map((day, place) => {
        const counts = [day.value, value(completed, place), value(failed, place)];
        const other = day.value - value(completed, place) - value(failed, place);
        return [DAY.format(new Date(day.start)), ...[...counts, other].map(String)];
      }),
    );
    const peaks = await cellsOf(dashboard, 'Concurrent bots: figures');
    expect(peaks.map((cells) => Number(cells[1]))).toEqual(atOnce.map((point) => point.value));
    const facts = await factsOf(dashboard, '.facts');
    expect(facts).toMatchObject({
      Peak: String(concurrency.peak),
      'Users at limit': String(concurrency.usersAtLimit),
      'Refused bots': String(concurrency.refused),
    });
    const shown = await cellsOf(dashboard, 'Outcomes by platform: figures');
    expect(shown.map((cells) => cells.slice(1, 4).map(Number))).toEqual(
      platforms.map((one) => [one.meetings, one.completed, one.failed]),
    );
    const ends = await cellsOf(dashboard, 'Ends by fault: figures');
    expect(ends.map((cells) => Number(cells[4]))).toEqual(outcomes.map((one) => one.meetings));
    expect(await cellsOf(dashboard, 'Times by platform')).toHaveLength(platforms.length);

    const bars = (label: string) =>
      dashboard.page.locator(`svg[aria-label="${label}"] g[aria-label="bar"] rect`).count();
    await expect.poll(() => bars('Meetings per day')).toBe(3 * all.length);
    await expect.poll(() => bars('Concurrent bots')).toBe(all.length);
    await expect.poll(() => bars('Outcomes by platform')).toBe(3 * platforms.length);
    await expect.poll(() => bars('Ends by fault')).toBe(outcomes.length);
  });

  it('ranks users as they are chosen to be', async () => {
    await dashboard.page.getByRole('combobox', { name: 'Rank by' }).selectOption('FAILED');
    await expect.poll(() => dashboard.operations.at(-1)?.variables).toMatchObject({ by: 'FAILED' });
    const { topUsers } = await asked('TopUsers');
    await expect
      .poll(async () => (await cellsOf(dashboard, 'Top users')).map(([who, , , n]) => [who, n]))
      .toEqual(topUsers.map(({ user, failed }) => [user.email, String(failed)]));
  });

  it('asks again for another length, of whole days here', async () => {
    await dashboard.page.getByText('7 days').click();
    await expect.poll(async () => (await asked('OverviewTotals')).all.length).toBe(7);
    const { totals } = await asked('OverviewTotals');
    await expect.poll(() => shownTotals('data-figure')).toEqual(totals);
  });
});
