import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fillDemo } from '../../src/cli/demo/fill.ts';
import { checkSummaries } from '../../src/domain/analytics/summaries/check.ts';
import { rebuildSummaries } from '../../src/domain/analytics/summaries/rebuild.ts';
import { PATIENT } from '../analytics/installation.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { countOf, runRetention } from './running.ts';

const NOW = new Date('2026-10-01T12:00:00Z');
const clock = () => NOW;

let server: TestServer;
let old: readonly string[];
beforeAll(async () => {
  server = await startServer({ clock, env: PATIENT });
  await fillDemo(server.app, NOW);
  await rebuildSummaries({ db: server.db, clock });
  const found = await server.db.rows<{ id: bigint }>(sql`
    select m.id from meetings m where m.created_at < ${NOW}::timestamptz - interval '10 days'
      and m.status in ('completed', 'failed') order by m.id limit 100`);
  old = found.map(({ id }) => Buffer.from(`Meeting:${id}`).toString('base64url'));
});
afterAll(() => server.stop());

const ask = async (document: string, variables: object = {}) => {
  const { data, errors } = await server.graphql<Record<string, unknown>>(document, {
    admin: server.adminKey,
    variables,
  });
  expect(errors).toBeUndefined();
  return data;
};

/** Of each old meeting, in both APIs. */
async function ofMeetings(): Promise<unknown> {
  const { nodes } = await ask(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Meeting { id telematics {
      performance { joinTime admissionTime activeTime totalDuration botUptime }
      transcription { totalTranscriptions totalDuration speechDuration silence overlap unattributed words uniqueSpeakers
        languagesDetected firstSegmentDelay largestGap coverage }
      speakers { speaker talkTime share segments words wordsPerMinute longestMonologue firstAt lastAt }
      languages { language segments }
      missing { metric reason } } } } }`,
    { ids: old },
  );
  return nodes;
}

const RANGES = [
  { start: '2026-01-01T00:00:00Z', end: '2026-10-01T12:00:00Z' },
  { start: '2026-08-11T07:20:00Z', end: '2026-09-17T19:45:00Z' },
  { start: '2026-09-01T00:00:00Z', end: '2026-10-01T00:00:00Z' },
];

const OF_USERS = `query ($range: DateRange!, $timeZone: TimeZone!) {
  users(first: 20) { edges { node { id
    meetingStats(range: $range) { totalMeetings completedMeetings failedMeetings totalDuration averageDuration successRate }
    usagePatterns(range: $range, timeZone: $timeZone) { mostUsedPlatform meetingsPerDay peakUsageHours
      hourly { hour meetings } weekdays { weekday meetings } lastActivity } } } } }`;
const OF_INSTALLATION = `query ($range: DateRange!, $timeZone: TimeZone!) {
  analytics(range: $range, timeZone: $timeZone) {
    totals { meetings completed failed running successRate activeUsers totalDuration averageDuration refused }
    platforms { platform meetings successRate joinTime { p50 p90 p95 } admissionTime { p50 p95 } duration { p50 p90 p95 } }
    outcomes { statusName stage reason fault meetings }
    topUsers(by: DURATION, first: 20) { value user { id } }
    concurrency { peak peakAt average timeAtLimit usersAtLimit } } }`;
const SERIES = `query ($range: DateRange!, $timeZone: TimeZone!) {
  analytics(range: $range, timeZone: $timeZone) {
    meetings: series(metric: MEETINGS, bucket: DAY) { start value }
    users: series(metric: ACTIVE_USERS, bucket: DAY) { start value }
    duration: series(metric: DURATION, bucket: WEEK) { start value }
    bots: series(metric: CONCURRENCY, bucket: DAY) { start value } } }`;

/** Of each user and of the installation, in total and by day, for ranges that cut days in two. */
async function ofAll(): Promise<unknown> {
  const all: unknown[] = [
    await ask(
      '{ users(first: 50) { edges { node { id meetingStats { totalMeetings totalDuration } } } } }',
    ),
  ];
  for (const range of RANGES)
    for (const timeZone of ['UTC', 'Asia/Kathmandu'])
      for (const document of [OF_USERS, OF_INSTALLATION, SERIES])
        all.push(await ask(document, { range, timeZone }));
  return all;
}

it('figures of meetings stay when their segments are deleted', async () => {
  const [before, all] = [await ofMeetings(), await ofAll()];
  const segments = await countOf(server, 'transcript_segments');
  await runRetention(server, { segments: 10 });
  expect(await countOf(server, 'transcript_segments')).toBeLessThan(segments);
  expect(await ofMeetings()).toEqual(before);
  expect(await ofAll()).toEqual(all);
});

it('figures of users and of the installation stay when meetings are deleted', async () => {
  const before = await ofAll();
  const meetings = await countOf(server, 'meetings');
  await runRetention(server, { meetings: 10 });
  expect(await countOf(server, 'meetings')).toBeLessThan(meetings / 2);
  expect(await countOf(server, 'counted_meetings')).toBe(meetings);
  // From what is left of the meetings, from summaries of changed days, and from new summaries.
  expect(await ofAll()).toEqual(before);
  await rebuildSummaries({ db: server.db, clock });
  expect(await ofAll()).toEqual(before);
  expect((await checkSummaries(server.db.rows)).differences).toEqual([]);
});
