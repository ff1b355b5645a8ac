import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Both APIs show the same figures of a meeting, under names that differ only in how they are written.

const START = new Date('2026-06-01T12:00:00.000Z');
const at = (seconds: number) => new Date(START.getTime() + seconds * 1_000);

let server: TestServer;
let user: SeededUser;
beforeAll(async () => {
  server = await startServer({ clock: () => at(10_000) });
  user = await seedUser(server);
});
afterAll(() => server.stop());

type Segment = readonly [speaker: string | null, from: number, to: number];

const CHANGES = [
  ['joining', 5],
  ['awaiting_admission', 10],
  ['active', 15],
  ['failed', 615],
] as const;

async function meetingWith(segments: readonly Segment[]): Promise<number> {
  const [meeting] = await server.db.rows<{ id: bigint }>(sql`
    insert into meetings (user_id, platform, status, completion_reason, created_at, start_time, end_time, data)
    values (${user.databaseId}, 'zoom', 'failed', 'evicted', ${at(0)}, ${at(15)}, ${at(615)},
      '{"bot_resources": {"peak_memory_bytes": 7000000, "cpu_usage_usec": 1250000}}') returning id`);
  const id = meeting?.id ?? 0n;
  await server.db.rows(sql`
    insert into meeting_transitions (meeting_id, user_id, to_status, at)
    select ${id}, ${user.databaseId}, c.* from unnest(${CHANGES.map(([to]) => to)}::text[],
      ${CHANGES.map(([, seconds]) => at(seconds))}::timestamptz[]) c`);
  for (const [speaker, from, to] of segments)
    await server.db.rows(sql`
      insert into transcript_segments (meeting_id, user_id, start_offset, end_offset, text, speaker, language)
      values (${id}, ${user.databaseId}, ${from}, ${to}, 'three words here', ${speaker}, 'en')`);
  return Number(id);
}

type Figures = Readonly<Record<string, unknown>>;
type Telematics = Readonly<Record<'performance' | 'transcription' | 'outcome', Figures>> & {
  readonly speakers: readonly Figures[];
};

async function inGraphql(id: number): Promise<Telematics> {
  const { data, errors } = await server.graphql<{ meeting: { telematics: Telematics } }>(
    `query ($id: BigInt!) { meeting(by: {databaseId: $id}) { telematics {
      performance { joinTime admissionTime activeTime totalDuration botUptime peakMemoryBytes cpuSeconds }
      transcription { totalTranscriptions totalDuration uniqueSpeakers languagesDetected speechDuration silence
        overlap words firstSegmentDelay largestGap coverage }
      speakers { speaker talkTime segments words }
      outcome { stage reason fault }
    } } }`,
    { admin: server.adminKey, variables: { id } },
  );
  expect(errors).toBeUndefined();
  return data.meeting.telematics;
}

type Body = Readonly<Record<'performance_metrics' | 'outcome', Figures>> & {
  readonly transcription_stats: (Figures & { readonly speakers: readonly Figures[] }) | null;
};

async function inRest(id: number): Promise<Body> {
  const response = await server.fetch(`/admin/analytics/meetings/${id}/telematics`, {
    headers: { 'x-admin-api-key': server.adminKey },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Body;
}

const CAPITAL = /[A-Z]/g;
function inSnakeCase(figures: Figures): Figures {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [
      name.replace(CAPITAL, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

const SEGMENTS: readonly Segment[] = [
  ['Ada', 10, 70.5],
  ['Bob', 65, 90.25],
  [null, 80, 130],
  ['Ada', 300, 299],
  ['Ada', 590, 700],
];

it.each([
  ['a transcript', SEGMENTS],
  ['one sentence', SEGMENTS.slice(0, 1)],
])('a meeting with %s', async (_name, segments) => {
  const id = await meetingWith(segments);
  const { performance, transcription, speakers, outcome } = await inGraphql(id);
  const body = await inRest(id);
  expect(body.performance_metrics).toEqual(inSnakeCase(performance));
  expect(body.outcome).toEqual(inSnakeCase(outcome));
  expect(body.transcription_stats).toEqual({
    ...inSnakeCase(transcription),
    speakers: speakers.map(inSnakeCase),
  });
  expect(performance['botUptime']).toBe(610);
  expect(transcription['speechDuration']).toBeGreaterThan(60);
});

it('a meeting without a transcript: REST leaves its figures out', async () => {
  const id = await meetingWith([]);
  const { transcription } = await inGraphql(id);
  expect(transcription).toMatchObject({ totalTranscriptions: 0, speechDuration: 0 });
  expect((await inRest(id)).transcription_stats).toBeNull();
});
