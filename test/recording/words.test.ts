import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { receiptsOf } from './reports.ts';

// Words of bots are stored as they come. Tables of this program are asked for them, also for the names that
// every object of JavaScript has.

const WORDS = [
  ...Object.getOwnPropertyNames(Object.prototype),
  ...['prototype', 'length', 'then', 'tojson', 'null', 'undefined', 'newer'],
];

const DAY_MS = 86_400_000;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const { databaseId } = await seedUser(server);
  const reports = WORDS.flatMap((word, place) => [
    { nativeMeetingId: `reason-${place}`, platform: 'ZOOM', completionReason: word },
    { nativeMeetingId: `stage-${place}`, platform: 'ZOOM', failureStage: word },
    {
      nativeMeetingId: `platform-${place}`,
      platform: 'OTHER',
      platformName: word.toLowerCase(),
      completionReason: 'stopped',
    },
  ]);
  const receipts = await receiptsOf(server, 'recordMeeting', {
    user: { databaseId },
    meetings: reports.map((of) => ({ ...of, status: 'FAILED', source: 'bot' })),
  });
  expect(new Set(receipts.map(({ state }) => state))).toEqual(new Set(['CREATED']));
});
afterAll(() => server.stop());

type Outcome = { readonly reason: string | null; readonly fault: string };

it('analytics count them, as a fault that nobody knows', async () => {
  const range = { start: new Date(Date.now() - DAY_MS), end: new Date(Date.now() + DAY_MS) };
  const { data, errors } = await server.graphql<{
    analytics: { outcomes: (Outcome & { meetings: number })[]; platforms: object[] };
  }>(
    `query ($range: DateRange!) { analytics(range: $range) {
      outcomes { reason stage fault meetings } platforms { platformName meetings } } }`,
    { admin: server.adminKey, variables: { range } },
  );
  expect(errors).toBeUndefined();
  const faults = data.analytics.outcomes
    .filter(({ reason }) => WORDS.includes(reason ?? ''))
    .map(({ reason, fault }) => [reason, fault]);
  expect(faults.sort()).toEqual(WORDS.map((word) => [word, 'UNKNOWN']).sort());
});

it('each list, filter and detail agrees, each time', async () => {
  for (let time = 1; time <= 4; time += 1) {
    const { data, errors } = await server.graphql<{
      meetings: { nodes: { nativeMeetingId: string; telematics: { outcome: Outcome } }[] };
    }>(
      `{ meetings(first: 100, filter: {fault: {eq: UNKNOWN}}) {
        nodes { nativeMeetingId telematics { outcome { reason fault } } } } }`,
      { admin: server.adminKey },
    );
    expect(errors).toBeUndefined();
    const { nodes } = data.meetings;
    expect(nodes.filter(({ telematics: { outcome } }) => outcome.fault !== 'UNKNOWN')).toEqual([]);
    for (const place of WORDS.keys())
      expect(nodes).toContainEqual(expect.objectContaining({ nativeMeetingId: `reason-${place}` }));
  }
});

it('REST shows the same', async () => {
  const meetings = await server.db.prisma.meeting.findMany();
  for (const { id, nativeMeetingId } of meetings) {
    const response = await server.fetch(`/admin/analytics/meetings/${id}/telematics`, {
      headers: { 'x-admin-api-key': server.adminKey },
    });
    const { outcome } = (await response.json()) as { outcome: { fault: unknown } };
    const fault = nativeMeetingId?.startsWith('reason') ? /^unknown$/i : /^\w+$/;
    expect([response.status, nativeMeetingId, outcome.fault]).toEqual([
      200,
      nativeMeetingId,
      expect.stringMatching(fault),
    ]);
  }
});
