import { afterAll, beforeAll, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportOptions } from '../../src/domain/vexa-import/options.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { generateMeetings, type Meeting, storeMeetings } from './generated-012.ts';
import { everythingHere } from './here.ts';
import { figuresOf, userFiguresOf } from './reference.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

const MEETINGS = 66;

let server: TestServer;
let source: VexaDatabase;
let meetings: readonly Meeting[];

beforeAll(async () => {
  server = await startServer();
  source = await createVexaDatabase('0.12', { timezone: 'America/New_York' });
  meetings = generateMeetings(MEETINGS);
  await storeMeetings(source.client, meetings);
});
afterAll(async () => {
  await source.drop();
  await server.stop();
});

function run(options: Partial<ImportOptions> = {}) {
  return importVexa(server.app, { from: source.url, ...options });
}

it('is generated with all that there is to prove', () => {
  const all = generateMeetings(MEETINGS);
  const said = all.flatMap((meeting) => meeting.said);
  expect(said.length).toBeGreaterThan(1_000);
  expect(all.filter(({ runs }) => runs.length > 1).length).toBeGreaterThan(9);
  const words = all.flatMap(({ runs, status }) => [
    status,
    ...runs.flatMap(({ changes }) => changes.map(({ to }) => to)),
  ]);
  for (const word of [
    'completed',
    'failed',
    'active',
    'idle',
    'scheduled',
    'needs_help',
    'stopping',
  ])
    expect(words).toContain(word);
});

it('gives the figures of a reference computation, and does not change when imported again', async () => {
  await run();
  await expectFigures();
  await expectNoChange();
  await askForHelp();
  await run();
  await expectFigures();
  await applyDeletions();
  await run({ followDeletions: true });
  await expectFigures();
  await expectNoChange();
});

/** A bot that is in its meeting needs a person. */
async function askForHelp(): Promise<void> {
  const open = meetings.find(({ status }) => status === 'active');
  const at = Date.UTC(2026, 6, 1);
  const change = { from: 'active', to: 'needs_help', timestamp: new Date(at).toISOString() };
  await source.client.query(
    `update meetings set status = 'needs_help', updated_at = now(),
       data = jsonb_set(data, '{status_transition}', data -> 'status_transition' || $2::jsonb) where id = $1`,
    [open?.id, JSON.stringify([change])],
  );
  meetings = meetings.map((meeting) => (meeting.id === open?.id ? helped(meeting, at) : meeting));
}

function helped(meeting: Meeting, at: number): Meeting {
  const runs = meeting.runs.map((one, place) =>
    place < meeting.runs.length - 1
      ? one
      : { ...one, changes: [...one.changes, { to: 'needs_help', at }] },
  );
  return { ...meeting, status: 'needs_help', runs };
}

/** A plan goes, transcripts go whole, and every second segment of one is withdrawn. */
async function applyDeletions(): Promise<void> {
  const spoken = meetings.filter(({ said, status }) => said.length > 4 && status === 'completed');
  const [redacted, erased, withdrawn] = spoken.map(({ id }) => id);
  const plan = meetings.find(({ runs }) => runs.length === 0)?.id;
  await source.client.query(`delete from transcriptions where meeting_id = any ($1)`, [
    [redacted, erased],
  ]);
  await source.client.query(
    `update meetings set platform_specific_id = null, data = data - 'completion_reason' || '{"redacted": true}' where id = $1`,
    [redacted],
  );
  await source.client.query(
    `update meetings set data = data || '{"artifact_deletion": {"state": "completed"}}' where id = $1`,
    [erased],
  );
  await source.client.query(`delete from meetings where id = $1`, [plan]);
  const kept = (meeting: Meeting) => meeting.said.filter((_, place) => place % 2 === 0);
  const left = meetings.find(({ id }) => id === withdrawn);
  await source.client.query(
    `delete from transcriptions where meeting_id = $1 and segment_id <> all ($2)`,
    [withdrawn, left === undefined ? [] : kept(left).map(({ segmentId }) => segmentId)],
  );
  meetings = meetings
    .filter(({ id }) => id !== plan)
    .map((meeting) => {
      if (meeting.id === redacted || meeting.id === erased) return { ...meeting, said: [] };
      return meeting.id === withdrawn ? { ...meeting, said: kept(meeting) } : meeting;
    });
}

async function expectNoChange(): Promise<void> {
  const before = await everythingHere(server);
  const { tally } = await run();
  for (const counts of Object.values(tally.counts)) expect(counts.written).toBe(0);
  expect(await everythingHere(server)).toEqual(before);
}

const MEETING = `query ($id: BigInt!) { meeting(by: {databaseId: $id}) { statusName telematics {
  performance { joinTime admissionTime activeTime }
  transcription { totalTranscriptions speechDuration words uniqueSpeakers languagesDetected }
  speakers { speaker talkTime } } } }`;

const USER = `query ($id: BigInt!) { user(by: {databaseId: $id}) { meetingStats {
  totalMeetings completedMeetings failedMeetings activeMeetings totalDuration } } }`;

type Read = {
  readonly meeting: {
    readonly statusName: string;
    readonly telematics: {
      readonly performance: Readonly<
        Record<'joinTime' | 'admissionTime' | 'activeTime', number | null>
      >;
      readonly transcription: {
        readonly totalTranscriptions: number;
        readonly speechDuration: number;
        readonly words: number;
        readonly uniqueSpeakers: number;
        readonly languagesDetected: readonly string[];
      };
      readonly speakers: readonly { readonly speaker: string | null; readonly talkTime: number }[];
    };
  };
};

async function expectFigures(): Promise<void> {
  for (const meeting of meetings)
    expect([meeting.id, rounded(await readFigures(meeting.id))]).toEqual([
      meeting.id,
      rounded(figuresOf(meeting)),
    ]);
  for (const userId of new Set(meetings.map((meeting) => meeting.userId))) {
    const { data } = await server.graphql<{ user: { meetingStats: Record<string, number> } }>(
      USER,
      {
        admin: server.adminKey,
        variables: { id: userId },
      },
    );
    expect(rounded(data.user.meetingStats)).toEqual(rounded(userFiguresOf(meetings, userId)));
  }
}

async function readFigures(id: number): Promise<ReturnType<typeof figuresOf>> {
  const { data, errors } = await server.graphql<Read>(MEETING, {
    admin: server.adminKey,
    variables: { id },
  });
  expect(errors).toBeUndefined();
  const { statusName, telematics } = data.meeting;
  const { languagesDetected, ...transcription } = telematics.transcription;
  return {
    status: statusName,
    ...telematics.performance,
    ...transcription,
    languages: languagesDetected.toSorted(),
    talkTimes: Object.fromEntries(
      telematics.speakers.flatMap(({ speaker, talkTime }) =>
        speaker === null ? [] : [[speaker, talkTime]],
      ),
    ),
  };
}

/** Sums in double precision differ by less than a microsecond. */
function rounded(figures: object): unknown {
  return JSON.parse(JSON.stringify(figures), (_key, value: unknown) =>
    typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value,
  );
}
