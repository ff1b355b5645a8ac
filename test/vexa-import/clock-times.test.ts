import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportReport } from '../../src/domain/vexa-import/options.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { everythingHere } from './here.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// The bots of 0.12 say when a segment was spoken in seconds since 1970; those before it, in seconds
// since their session began. Both can stand in one meeting, which a newer bot continued.

const STARTED = Date.UTC(2026, 5, 18, 10) / 1_000;
const FIRST = STARTED - 20;
const SECOND = STARTED + 3_600;

const MEETINGS = `
insert into users (id, email) values (1, 'ada@example.com');
insert into meetings (id, user_id, platform, platform_specific_id, status, start_time, end_time, data, created_at) values
  (1, 1, 'google_meet', 'abc-defg-hij', 'completed', '2026-06-18 10:00', '2026-06-18 11:30', '{}', '2026-06-18 09:59'),
  (2, 1, 'google_meet', 'abc-defg-hik', 'active', null, null, '{}', '2026-06-18 09:59:30.5');
insert into meeting_sessions (meeting_id, session_uid, session_start_time) values
  (1, 'first', to_timestamp(${FIRST})), (1, 'second', to_timestamp(${SECOND}))`;

type Shape = {
  readonly is: string;
  readonly meetingId?: number;
  readonly session?: string;
  readonly start: number | string;
  readonly end: number | string;
  /** Start and end as they are kept here; null where the segment is skipped. */
  readonly here: readonly [number, number] | null;
  /** When it was spoken, in seconds since 1970. */
  readonly at?: number;
};

const SHAPES: readonly Shape[] = [
  {
    is: 'an offset in a session',
    session: 'first',
    start: 25.5,
    end: 27,
    here: [25.5, 27],
    at: FIRST + 25.5,
  },
  { is: 'an offset without one', start: 5.5, end: 7, here: [5.5, 7], at: STARTED + 5.5 },
  {
    is: 'a clock time in a session',
    session: 'first',
    start: FIRST + 25.123,
    end: FIRST + 27,
    here: [25.123, 27],
    at: FIRST + 25.123,
  },
  {
    is: 'a clock time in a later session',
    session: 'second',
    start: SECOND + 1.25,
    end: SECOND + 2,
    here: [1.25, 2],
    at: SECOND + 1.25,
  },
  {
    is: 'a clock time without a session',
    start: STARTED + 61.001,
    end: STARTED + 62,
    here: [61.001, 62],
    at: STARTED + 61.001,
  },
  {
    is: 'a clock time in a session that is not known',
    session: 'lost',
    start: STARTED + 9,
    end: STARTED + 10,
    here: [9, 10],
    at: STARTED + 9,
  },
  {
    is: 'a clock time before the start',
    start: STARTED - 3,
    end: STARTED - 1,
    here: [-3, -1],
    at: STARTED - 3,
  },
  {
    is: 'a clock time that ends before it starts',
    start: STARTED + 8,
    end: STARTED + 7.5,
    here: [8, 7.5],
    at: STARTED + 8,
  },
  {
    is: 'a chat message, which has no length',
    start: STARTED + 12,
    end: STARTED + 12,
    here: [12, 12],
    at: STARTED + 12,
  },
  {
    is: 'a clock time of a meeting without a start',
    meetingId: 2,
    start: STARTED,
    end: STARTED + 1,
    here: [29.5, 30.5],
    at: STARTED,
  },
  {
    is: 'a clock time in milliseconds',
    start: (STARTED + 30.5) * 1_000,
    end: (STARTED + 31) * 1_000,
    here: [30.5, 31],
    at: STARTED + 30.5,
  },
  {
    is: 'the first clock time that counts as one',
    start: 1e9,
    end: 1e9 + 1,
    here: [1e9 - STARTED, 1e9 + 1 - STARTED],
    at: 1e9,
  },
  {
    is: 'the last offset that counts as one',
    start: 999_999_998,
    end: 999_999_999,
    here: [999_999_998, 999_999_999],
    at: STARTED + 999_999_998,
  },
  { is: 'a clock time with an offset as its end', start: STARTED + 1, end: 2, here: null },
  { is: 'an offset with a clock time as its end', start: 2, end: STARTED + 1, here: null },
  { is: 'a clock time in microseconds', start: STARTED * 1e6, end: STARTED * 1e6, here: null },
  { is: 'no number', start: 'NaN', end: STARTED, here: null },
  { is: 'no end', start: STARTED, end: 'Infinity', here: null },
];

/** The types that the columns have, or had for somebody who changed them. */
const TYPES = ['double precision', 'numeric', 'text'] as const;

let server: TestServer;
let source: VexaDatabase;
let report: ImportReport;

describe.each(TYPES)('times of segments in columns of type %s', (type) => {
  beforeAll(async () => {
    server = await startServer();
    source = await createVexaDatabase('0.12', { timezone: 'America/New_York' });
    await source.client.query(MEETINGS);
    await source.client.query(
      `alter table transcriptions alter start_time type ${type}, alter end_time type ${type}`,
    );
    for (const [place, { meetingId = 1, session = null, start, end }] of SHAPES.entries()) {
      const values = [meetingId, session, String(start), String(end), `s${place}`];
      await source.client.query(
        `insert into transcriptions (meeting_id, session_uid, start_time, end_time, segment_id, text, speaker)
         values ($1, $2, $3, $4, $5, 'said', 'Ada')`,
        values,
      );
    }
    const rehearsed = await importVexa(server.app, { from: source.url, dryRun: true });
    report = await importVexa(server.app, { from: source.url });
    expect(rehearsed.tally).toEqual(report.tally);
  });
  afterAll(async () => {
    await source.drop();
    await server.stop();
  });

  it.each(SHAPES.map((shape, place) => ({ ...shape, place })))(
    'is taken over: $is',
    async ({ place, here, meetingId = 1 }) => {
      const rows = await server.db.prisma.transcriptSegment.findMany({
        where: { meetingId: BigInt(meetingId), segmentId: `s${place}` },
      });
      expect(rows.map(({ startOffset, endOffset }) => [startOffset, endOffset])).toEqual(
        here === null ? [] : [here],
      );
    },
  );

  it('are the times at which it was spoken', async () => {
    const segments = await segmentsOf(1);
    const expected = SHAPES.flatMap(({ meetingId = 1, at }, place) =>
      at === undefined || meetingId !== 1 ? [] : [[`s${place}`, Math.round(at * 1_000)]],
    );
    const found = segments.map(({ segmentId, at }) => [segmentId, Date.parse(at)]);
    expect(new Map(found as [string, number][])).toEqual(new Map(expected as [string, number][]));
  });

  it('are counted where they cannot be read', () => {
    const unreadable = SHAPES.filter(({ here }) => here === null).length;
    expect(report.tally.counts.segments).toEqual({
      written: SHAPES.length - unreadable,
      unchanged: 0,
      skipped: unreadable,
    });
  });

  it('do not change when they are read again', async () => {
    const before = await everythingHere(server);
    const again = await importVexa(server.app, { from: source.url });
    expect(again.tally.counts.segments.written).toBe(0);
    expect(await everythingHere(server)).toEqual(before);
  });

  it('stay the times at which it was spoken when the meeting gets a start, or another one', async () => {
    await source.client.query(
      `update meetings set start_time = '2026-06-18 09:59:50' where id = 2`,
    );
    const rehearsed = await importVexa(server.app, { from: source.url, dryRun: true });
    const again = await importVexa(server.app, { from: source.url });
    expect(rehearsed.tally).toEqual(again.tally);
    expect(again.tally.counts.segments.written).toBe(1);
    const segments = await segmentsOf(2);
    expect(segments.map(({ at }) => Date.parse(at))).toEqual([STARTED * 1_000]);
  });
});

async function segmentsOf(meetingId: number) {
  const { data, errors } = await server.graphql<{ meeting: { segments: { nodes: Spoken[] } } }>(
    'query ($id: BigInt!) { meeting(by: {databaseId: $id}) { segments(first: 100) { nodes { segmentId at } } } }',
    { variables: { id: meetingId }, admin: server.adminKey },
  );
  expect(errors).toBeUndefined();
  return data.meeting.segments.nodes;
}

type Spoken = { readonly segmentId: string; readonly at: string };
