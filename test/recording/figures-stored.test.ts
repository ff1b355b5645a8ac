import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { move, receiptsOf, recordOne } from './reports.ts';

const NOW = new Date('2026-06-01T12:00:00.000Z');
const START = '2026-06-01T11:00:00.000Z';

let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer({ clock: () => NOW });
  user = await seedUser(server);
});
afterAll(() => server.stop());

type Transcription = { readonly totalTranscriptions: number; readonly speechDuration: number };

/** Reads the figures, and answers how often they were kept for the next time meanwhile. */
async function read(databaseId: number): Promise<Transcription & { readonly kept: number }> {
  server.statements.length = 0;
  const { data } = await server.graphql<{
    meeting: { telematics: { transcription: Transcription } };
  }>(
    `{ meeting(by: { databaseId: ${databaseId} }) {
      telematics { transcription { totalTranscriptions speechDuration } } } }`,
    { admin: server.adminKey },
  );
  const kept = server.statements.filter((text) => /insert into meeting_figures/.test(text)).length;
  return { ...data.meeting.telematics.transcription, kept };
}

function say(databaseId: number, segments: readonly object[]) {
  return receiptsOf(server, 'recordSegments', {
    meeting: { databaseId },
    segments: segments.map((fields) => ({ endOffset: 10, text: 'well', ...fields })),
  });
}

/** A meeting of an hour that is over, with ten seconds of speech. */
async function finished(): Promise<number> {
  const id = await recordOne(server, user, { createdAt: START });
  await say(id, [{ segmentId: 'a', startOffset: 0 }]);
  await move(server, id, { status: 'COMPLETED' });
  return id;
}

describe('the figures of a transcript', () => {
  it('are kept by the first reading of a meeting that is over, and by no other', async () => {
    const id = await finished();
    const told = { totalTranscriptions: 1, speechDuration: 10 };
    expect(await read(id)).toEqual({ ...told, kept: 1 });
    const first = server.statements.length;
    expect(await read(id)).toEqual({ ...told, kept: 0 });
    expect(server.statements.length).toBe(first - 1);
  });

  it('are read from what is kept, not from the segments', async () => {
    const id = await finished();
    await read(id);
    await server.db.prisma.$executeRawUnsafe(`update meeting_figures
      set transcript = transcript || '{"segments": 77}' where meeting_id = ${id}`);
    expect((await read(id)).totalTranscriptions).toBe(77);
  });

  it('are not kept while it goes on', async () => {
    const id = await recordOne(server, user, { createdAt: START });
    await say(id, [{ segmentId: 'a', startOffset: 0 }]);
    for (const _turn of [1, 2]) expect(await read(id)).toMatchObject({ kept: 0 });
  });

  it('follow a segment that comes late, and one that is reported anew', async () => {
    const id = await finished();
    await read(id);
    await say(id, [{ segmentId: 'b', startOffset: 20, endOffset: 25 }]);
    expect(await read(id)).toEqual({ totalTranscriptions: 2, speechDuration: 15, kept: 1 });
    await say(id, [{ segmentId: 'b', startOffset: 20, endOffset: 22 }]);
    expect(await read(id)).toEqual({ totalTranscriptions: 2, speechDuration: 12, kept: 1 });
    await say(id, [{ segmentId: 'b', startOffset: 20, endOffset: 22 }]);
    expect(await read(id)).toMatchObject({ kept: 0 });
  });

  it('follow a session whose start is told late', async () => {
    const id = await finished();
    await say(id, [{ segmentId: 'c', sessionUid: 's', startOffset: 0 }]);
    expect((await read(id)).speechDuration).toBe(10);
    const sessions = [{ sessionUid: 's', startedAt: '2026-06-01T11:30:00Z' }];
    await receiptsOf(server, 'recordSessions', { meeting: { databaseId: id }, sessions });
    expect(await read(id)).toMatchObject({ speechDuration: 20, kept: 1 });
  });

  it('do not wait for a change that is under way', async () => {
    const id = await finished();
    await server.db.transaction(async (rows) => {
      await rows(sql`select from meeting_figures where meeting_id = ${id} for no key update`);
      expect(await read(id)).toEqual({ totalTranscriptions: 1, speechDuration: 10, kept: 1 });
    });
    expect(await read(id)).toMatchObject({ totalTranscriptions: 1, kept: 1 });
    expect(await read(id)).toMatchObject({ kept: 0 });
  });

  it.each([
    [128, 1],
    [129, 2],
  ])('of %i segments are computed from what %i statements read', async (count, statements) => {
    const id = await finished();
    const segments = Array.from({ length: count - 1 }, (_, n) => ({
      ...{ segmentId: `s-${n}`, startOffset: n + 10, endOffset: n + 11 },
    }));
    await say(id, segments);
    const told = { totalTranscriptions: count, speechDuration: 10 + count - 1 };
    expect(await read(id)).toEqual({ ...told, kept: 1 });
    const readings = server.statements.filter((text) => /from transcript_segments/.test(text));
    expect(readings).toHaveLength(statements);
  });

  it('are right when reports and readings meet', async () => {
    const id = await finished();
    const turns = Array.from({ length: 30 }, (_, turn) => turn);
    await Promise.all([
      ...turns.map((turn) => say(id, [{ segmentId: `t-${turn}`, startOffset: 0 }])),
      ...turns.map(() => read(id)),
    ]);
    expect((await read(id)).totalTranscriptions).toBe(31);
    expect((await read(id)).totalTranscriptions).toBe(31);
  });
});
