import { afterAll, beforeAll, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// Where people join, for each platform and in every form in which a version of Vexa stores it.

type Form = {
  readonly platform: string;
  readonly id: string | null;
  readonly data?: object;
  readonly url: string | null;
};

const THREAD = '19:meeting_NjQ5YmQ0@thread.v2';
const DEEP_LINK = `https://teams.microsoft.com/l/meetup-join/${THREAD}/0?context=%7b%7d`;
const LONG = `https://meet.example.com/${'a'.repeat(3_000)}`;

const FORMS: readonly Form[] = [
  { platform: 'google_meet', id: 'abc-defg-hij', url: 'https://meet.google.com/abc-defg-hij' },
  { platform: 'google_meet', id: 'weekly-sync', url: 'https://meet.google.com/weekly-sync' },
  { platform: 'google_meet', id: 'No Code', url: null },
  {
    platform: 'google_meet',
    id: 'abc-defg-hij',
    data: { constructed_meeting_url: 'https://meet.google.com/abc-defg-hij?authuser=1' },
    url: 'https://meet.google.com/abc-defg-hij?authuser=1',
  },
  { platform: 'teams', id: '9399697580372', url: 'https://teams.live.com/meet/9399697580372' },
  {
    platform: 'teams',
    id: '9399697580372',
    data: { passcode: 'a b' },
    url: 'https://teams.live.com/meet/9399697580372?p=a%20b',
  },
  {
    platform: 'teams',
    id: '9399697580372',
    data: { passcode: 'x', teams_base_host: 'teams.microsoft.com' },
    url: 'https://teams.microsoft.com/meet/9399697580372?p=x',
  },
  {
    platform: 'teams',
    id: '9399697580372',
    data: { teams_base_host: 'gov.teams.microsoft.us' },
    url: 'https://gov.teams.microsoft.us/meet/9399697580372',
  },
  {
    platform: 'teams',
    id: '9399697580372',
    data: { teams_base_host: 'teams.microsoft.com.evil.example' },
    url: 'https://teams.live.com/meet/9399697580372',
  },
  {
    platform: 'teams',
    id: '9399697580372',
    data: { teams_base_host: 'evil.example/?teams.microsoft.com' },
    url: 'https://teams.live.com/meet/9399697580372',
  },
  {
    platform: 'teams',
    id: '9399697580372',
    data: { teams_base_host: 7 },
    url: 'https://teams.live.com/meet/9399697580372',
  },
  {
    platform: 'teams',
    id: '9399697580372',
    data: { constructed_meeting_url: 'https://teams.microsoft.com/meet/9399697580372?p=abc' },
    url: 'https://teams.microsoft.com/meet/9399697580372?p=abc',
  },
  { platform: 'teams', id: '0123456789abcdef', url: null },
  { platform: 'teams', id: '0123456789abcdef', data: { meeting_url: DEEP_LINK }, url: DEEP_LINK },
  {
    platform: 'teams',
    id: THREAD,
    url: `https://teams.microsoft.com/l/meetup-join/${encodeURIComponent(THREAD)}/0`,
  },
  { platform: 'teams', id: THREAD, data: { constructed_meeting_url: DEEP_LINK }, url: DEEP_LINK },
  { platform: 'zoom', id: '1234567890', url: 'https://zoom.us/j/1234567890' },
  {
    platform: 'zoom',
    id: '1234567890',
    data: { passcode: 'a&b' },
    url: 'https://zoom.us/j/1234567890?pwd=a%26b',
  },
  {
    platform: 'zoom',
    id: '1234567890',
    data: { constructed_meeting_url: 'https://example.zoom.us/j/1234567890?pwd=q' },
    url: 'https://example.zoom.us/j/1234567890?pwd=q',
  },
  { platform: 'zoom', id: 'room', url: null },
  { platform: 'jitsi', id: 'BoardRoom7', url: 'https://meet.jit.si/BoardRoom7' },
  {
    platform: 'jitsi',
    id: 'BoardRoom7@jitsi.company.example',
    url: 'https://jitsi.company.example/BoardRoom7',
  },
  {
    platform: 'jitsi',
    id: 'Board%20Room@jitsi.company.example',
    url: 'https://jitsi.company.example/Board%20Room',
  },
  { platform: 'jitsi', id: 'BoardRoom7@not a host', url: null },
  { platform: 'jitsi', id: 'a/b@jitsi.company.example', url: null },
  {
    platform: 'jitsi',
    id: 'BoardRoom7@jitsi.company.example:8443',
    url: 'https://jitsi.company.example:8443/BoardRoom7',
  },
  {
    platform: 'jitsi',
    id: 'BoardRoom7',
    data: { meeting_url: 'https://video.company.example/BoardRoom7' },
    url: 'https://video.company.example/BoardRoom7',
  },
  {
    platform: 'jitsi',
    id: 'BoardRoom7',
    data: {
      constructed_meeting_url: 'https://video.company.example/BoardRoom7',
      meeting_url: 'https://other.example/x',
    },
    url: 'https://video.company.example/BoardRoom7',
  },
  { platform: 'browser_session', id: 'b1', url: 'browser_session://b1' },
  { platform: 'webex', id: '42', url: null },
  {
    platform: 'webex',
    id: '42',
    data: { meeting_url: 'https://company.webex.com/meet/42' },
    url: 'https://company.webex.com/meet/42',
  },
  // A plan whose link has no id yet, and a meeting that was redacted.
  {
    platform: 'unknown',
    id: null,
    data: { constructed_meeting_url: 'https://call.example.com/weekly' },
    url: 'https://call.example.com/weekly',
  },
  { platform: 'google_meet', id: null, data: { redacted: true }, url: null },
  // What is no address of a call is passed over.
  {
    platform: 'zoom',
    id: '1234567890',
    data: { constructed_meeting_url: 'javascript:alert(1)' },
    url: 'https://zoom.us/j/1234567890',
  },
  {
    platform: 'zoom',
    id: '1234567890',
    data: { constructed_meeting_url: 'https://user:secret@zoom.us/j/1' },
    url: 'https://zoom.us/j/1234567890',
  },
  {
    platform: 'zoom',
    id: '1234567890',
    data: { constructed_meeting_url: '', meeting_url: null },
    url: 'https://zoom.us/j/1234567890',
  },
  {
    platform: 'zoom',
    id: '1234567890',
    data: { constructed_meeting_url: { url: 'https://x.example' } },
    url: 'https://zoom.us/j/1234567890',
  },
  {
    platform: 'zoom',
    id: '1234567890',
    data: { constructed_meeting_url: LONG },
    url: 'https://zoom.us/j/1234567890',
  },
];

let server: TestServer;
let source: VexaDatabase;

beforeAll(async () => {
  server = await startServer();
  source = await createVexaDatabase('0.12');
  await source.client.query(`insert into users (id, email) values (1, 'ada@example.com')`);
  for (const { platform, id, data = {} } of FORMS) {
    await source.client.query(
      `insert into meetings (user_id, platform, platform_specific_id, status, data) values (1, $1, $2, 'completed', $3)`,
      [platform, id, data],
    );
  }
  await importVexa(server.app, { from: source.url });
});
afterAll(async () => {
  await source.drop();
  await server.stop();
});

it.each(FORMS.map((form, place) => ({ ...form, place })))(
  '$platform $id $data is joined at $url',
  async ({ place, url }) => {
    const { data, errors } = await server.graphql<{ meeting: { url: string | null } }>(
      'query ($id: BigInt!) { meeting(by: {databaseId: $id}) { url } }',
      { admin: server.adminKey, variables: { id: place + 1 } },
    );
    expect(errors).toBeUndefined();
    expect(data.meeting.url).toBe(url);
    const path = `/admin/analytics/meetings/${place + 1}/telematics`;
    const response = await server.fetch(path, { headers: { 'x-admin-api-key': server.adminKey } });
    expect(await response.json()).toMatchObject({ meeting: { constructed_meeting_url: url } });
  },
);
