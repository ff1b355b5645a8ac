import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { combinedQueries } from '../../src/data/coalescing/combined-query.ts';
import { loadTranscripts } from '../../src/domain/telematics/service.ts';
import { seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const MEETINGS = 24;
const SEGMENTS = 3_000;
const TELEMATICS = 'telematics { transcription { totalTranscriptions words } }';

let server: TestServer;
let ids: readonly bigint[];

beforeAll(async () => {
  server = await startServer({ env: { SHORT_CUTS: 'true' } });
  const user = await seedUser(server);
  ids = await seedMeetings(server, user.databaseId, MEETINGS);
  for (const statement of [
    `update meetings set status = 'active'`,
    `insert into transcript_segments (meeting_id, user_id, session_uid, start_offset, end_offset, text, speaker)
      select id, user_id, 's-' || id, n, n + 0.9, 'Good morning', 'Ada' from meetings, generate_series(1, ${SEGMENTS}) n`,
  ])
    await server.db.prisma.$executeRawUnsafe(statement);
});
afterAll(() => server.stop());
afterEach(() => void vi.restoreAllMocks());

/** Whether a statement reads long transcripts: another one reads short ones along with what is kept. */
function readsLong(text: string): boolean {
  return /from transcript_segments/.test(text) && !/limit/.test(text);
}

/** How many statements that went out do so. */
function readings({ statements }: TestServer): number {
  return statements.filter(readsLong).length;
}

function read({ app }: TestServer, some: readonly bigint[]) {
  return loadTranscripts({ app, read: combinedQueries(app) }, some);
}

/** Calls once the first statement that reads segments is answered, before anything comes of it. */
function onceSegmentsAreRead({ app }: TestServer, call: () => Promise<void> | void): void {
  const { heavyRows } = app.db;
  let isOver = false;
  vi.spyOn(app.db, 'heavyRows').mockImplementation(async (statement) => {
    const found = await heavyRows<never>(statement);
    if (!isOver && readsLong(statement.text)) {
      isOver = true;
      await call();
    }
    return found;
  });
}

describe('the transcript of a long meeting that goes on', () => {
  it('is computed once for all who ask for it at the same time', async () => {
    server.statements.length = 0;
    const [one = 0n, other = 0n] = ids;
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, turn) => read(server, turn % 3 === 0 ? [one, other] : [one])),
    );
    expect(answers.map(([first]) => [first?.id, first?.segments])).toEqual(
      Array(30).fill([one, SEGMENTS]),
    );
    expect(readings(server)).toBe(1);
  });

  it('is computed anew for who asks after it was read', async () => {
    const [id = 0n] = ids;
    const later = Promise.withResolvers<Awaited<ReturnType<typeof read>>>();
    onceSegmentsAreRead(server, async () => {
      await server.db.prisma.$executeRaw`insert into transcript_segments
        (meeting_id, user_id, start_offset, end_offset, text) select id, user_id, 1, 2, 'Late'
        from meetings where id = ${id}`;
      later.resolve(read(server, [id]));
    });
    expect(await read(server, [id])).toMatchObject([{ segments: SEGMENTS }]);
    expect(await later.promise).toMatchObject([{ segments: SEGMENTS + 1 }]);
    await server.db.prisma.$executeRaw`delete from transcript_segments where text = 'Late'`;
  });
});

describe.each(['true', 'false'])('a page of long transcripts, with short cuts %s', (SHORT_CUTS) => {
  let beside: TestServer;
  beforeAll(async () => {
    beside = await startServer({ env: { SHORT_CUTS }, beside: server });
    // The connection that the other request goes over.
    await beside.fetch('/health/live');
  });
  afterAll(() => beside.stop());

  const readPage = (first: number) =>
    beside.graphql<{ meetings: { edges: readonly object[] } }>(
      `{ meetings(first: ${first}) { edges { node { ${TELEMATICS} } } } }`,
      { admin: beside.adminKey },
    );

  it('takes a statement for every eight, and is answered right', async () => {
    beside.statements.length = 0;
    const { data } = await readPage(MEETINGS);
    const figures = { totalTranscriptions: SEGMENTS, words: SEGMENTS * 2 };
    expect(data.meetings.edges).toEqual(
      Array(MEETINGS).fill({ node: { telematics: { transcription: figures } } }),
    );
    expect(readings(beside)).toBe(MEETINGS / 8);
  });

  it('lets another request be answered before all of it is computed', async () => {
    const answered: string[] = [];
    const { promise: other, resolve } = Promise.withResolvers<void>();
    onceSegmentsAreRead(beside, () => {
      resolve(beside.fetch('/health/live').then(() => void answered.push('other')));
    });
    // One statement: nothing but the computing stands between it and the answer.
    await readPage(8).then(() => answered.push('page'));
    await other;
    expect(answered).toEqual(['other', 'page']);
  });
});
