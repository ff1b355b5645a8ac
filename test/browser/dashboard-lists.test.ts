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
  show,
} from './dashboard-page.ts';

type List<Node> = { totalCount: number; edges: { node: Node }[] };
type User = {
  email: string;
  maxConcurrentBots: number;
  ever: { activeMeetings: number };
  meetingStats: { totalMeetings: number; completedMeetings: number; failedMeetings: number };
};
type Meeting = {
  nativeMeetingId: string;
  startTime: string | null;
  transitions: { to: string }[];
  telematics: {
    speakers: { speaker: string; share: number; words: number }[];
    transcription: { words: number; totalTranscriptions: number };
    missing: { metric: string; reason: string }[];
  };
};

const USERS = `query ($range: DateRange!) {
  users(first: 100, orderBy: { field: EMAIL, direction: ASC }) {
    totalCount
    edges { node {
      email maxConcurrentBots
      ever: meetingStats { activeMeetings }
      meetingStats(range: $range) { totalMeetings completedMeetings failedMeetings }
    } }
  }
}`;

const MEETINGS = `query ($filter: MeetingFilter) {
  meetings(first: 100, filter: $filter) { totalCount edges { node { nativeMeetingId startTime } } }
}`;

const MEETING = `query ($id: ID!) {
  meeting(by: { id: $id }) {
    nativeMeetingId
    transitions { to }
    telematics {
      speakers { speaker share words }
      transcription { words totalTranscriptions }
      missing { metric reason }
    }
  }
}`;

describe.skipIf(NO_BROWSER)('the lists of the dashboard', () => {
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

  async function ask<Data>(document: string, operation: string): Promise<Data> {
    const last = dashboard.operations.findLast((one) => one.operationName === operation);
    const options = { admin: server.adminKey, variables: last?.variables };
    return (await server.graphql<Data>(document, options)).data;
  }

  async function turnPage(): Promise<void> {
    await dashboard.page.getByRole('button', { name: 'Next' }).click();
  }

  /** The list of completed meetings, and what the API says of them. */
  async function showCompleted(): Promise<List<Meeting>> {
    await show(dashboard, 'Meetings');
    await dashboard.page.getByLabel('Status').selectOption('COMPLETED');
    await expect
      .poll(() => dashboard.operations.at(-1)?.variables['filter'])
      .toMatchObject({ status: { eq: 'COMPLETED' } });
    const { meetings } = await ask<{ meetings: List<Meeting> }>(MEETINGS, 'Meetings');
    await dashboard.page.getByText(`1–12 of ${meetings.totalCount}`).waitFor();
    return meetings;
  }

  it('pages through all users, with what they may and what they did', async () => {
    await show(dashboard, 'Users');
    const shown = await cellsOf(dashboard, 'Users');
    await turnPage();
    await dashboard.page.getByText('13–20 of 20').waitFor();
    shown.push(...(await cellsOf(dashboard, 'Users')));

    const { users } = await ask<{ users: List<User> }>(USERS, 'Users');
    expect(users.totalCount).toBe(20);
    expect(shown.map(([name, , , bots, ...counts]) => [name, bots, ...counts.slice(0, 3)])).toEqual(
      users.edges.map(({ node: { email, maxConcurrentBots, ever, meetingStats } }) => [
        expect.stringMatching(`^${email}`),
        expect.stringMatching(`^${ever.activeMeetings} of ${maxConcurrentBots}`),
        String(meetingStats.totalMeetings),
        String(meetingStats.completedMeetings),
        String(meetingStats.failedMeetings),
      ]),
    );
  });

  it('finds a user by address, from the first page on', async () => {
    await show(dashboard, 'Users');
    await turnPage();
    await dashboard.page.getByText('13–20 of 20').waitFor();
    const field = dashboard.page.getByLabel('Address contains');
    await field.fill('OKAFOR');
    await field.press('Enter');
    await dashboard.page.getByText('1–1 of 1').waitFor();
    expect((await cellsOf(dashboard, 'Users')).map(([name]) => name)).toEqual([
      'ada.okafor@demo.example.comAda Okafor',
    ]);
  });

  it('shows keys masked, by status', async () => {
    await show(dashboard, 'Keys');
    await dashboard.page.getByText('1–12 of 20').waitFor();
    const [[hint, ...rest] = []] = await cellsOf(dashboard, 'Keys');
    expect(hint).toMatch(/^vxa_bot_…\w{4}$/);
    expect(rest).toEqual(expect.arrayContaining(['bot, tx', 'Active', 'Never']));
    await dashboard.page.getByLabel('Status').selectOption('REVOKED');
    await dashboard.page.getByText('No such key.').waitFor();
  });

  it('lists the meetings of one status in the range', async () => {
    const meetings = await showCompleted();
    expect((await cellsOf(dashboard, 'Meetings')).map(([name]) => name)).toEqual(
      meetings.edges.slice(0, 12).map(({ node }) => node.nativeMeetingId),
    );
  });

  it('shows what was measured of a chosen meeting', async () => {
    const meetings = await showCompleted();
    const place = meetings.edges.findIndex(({ node }) => node.startTime !== null);
    await dashboard.page.locator('tbody th a').nth(place).click();
    const states = await cellsOf(dashboard, 'Timeline: figures');
    const { meeting } = await ask<{ meeting: Meeting }>(MEETING, 'MeetingTelematics');
    expect((await factsOf(dashboard, '.facts'))['Call']).toBe(meeting.nativeMeetingId);
    expect(states.map(([to]) => to?.toLowerCase().replaceAll(' ', '_'))).toEqual(
      meeting.transitions.map(({ to }) => to),
    );
    const { speakers, transcription, missing } = meeting.telematics;
    const shown = await cellsOf(dashboard, 'Talk share: figures');
    expect(shown.map(([who, share, , words]) => [who, share, words])).toEqual(
      speakers.map((one) => [
        one.speaker,
        `${(one.share * 100).toFixed(1)}%`,
        one.words.toLocaleString('en'),
      ]),
    );
    const figures = await factsOf(dashboard, '.measured');
    expect(figures['Words']).toBe(transcription.words.toLocaleString('en'));
    expect(figures['Segments']).toBe(String(transcription.totalTranscriptions));
    const isMissing = missing.some(({ metric }) => metric === 'performance.cpuSeconds');
    expect(figures['CPU time'] === 'not recorded').toBe(isMissing);
    expect(figures['Admission wait'] === 'did not happen').toBe(
      missing.some(({ metric }) => metric === 'performance.admissionTime'),
    );
    for (const label of ['Timeline', 'Talk share'])
      await dashboard.page.locator(`svg[aria-label="${label}"] rect`).first().waitFor();
  });

  it('goes back to the list as it was', async () => {
    await showCompleted();
    await dashboard.page.locator('tbody th a').first().click();
    await dashboard.page.locator('.facts').waitFor();
    await dashboard.page.goBack();
    await dashboard.page.getByText(/^1–12 of/).waitFor();
    await expect.poll(() => dashboard.page.getByLabel('Status').inputValue()).toBe('COMPLETED');
  });
});
