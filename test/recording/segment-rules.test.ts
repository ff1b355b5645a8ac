import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { receiptsOf, recordOne, type sendReport, statesOf } from './reports.ts';

const NOW = new Date('2026-06-01T12:00:00.000Z');

let server: TestServer;
let user: SeededUser;
let databaseId: number;

beforeAll(async () => {
  server = await startServer({ clock: () => NOW });
  user = await seedUser(server);
  databaseId = await recordOne(server, user);
});
afterAll(() => server.stop());

let serial = 0;

function segment(fields: object = {}): object {
  serial += 1;
  return { segmentId: `g-${serial}`, startOffset: 1, endOffset: 2, text: 'well', ...fields };
}

function send(segments: readonly object[]) {
  return receiptsOf(server, 'recordSegments', { meeting: { databaseId }, segments });
}

describe('recordSegments, item by item', () => {
  it.each([
    [{ startOffset: 2, endOffset: 1 }, ['endOffset']],
    [{ startOffset: -0.001 }, ['startOffset']],
    [{ startOffset: -2, endOffset: -1 }, ['startOffset', 'endOffset']],
    [{ endOffset: 31 * 86_400 + 1 }, ['endOffset']],
    [{ segmentId: ' ' }, ['segmentId']],
    [{ segmentId: 'x'.repeat(256), sessionUid: 'a\nb' }, ['segmentId', 'sessionUid']],
    [{ speaker: 'x'.repeat(256), language: 'x'.repeat(36) }, ['speaker', 'language']],
  ])('refuses %j', async (fields, names) => {
    const count = await server.db.prisma.transcriptSegment.count();
    const receipts = await send([segment(), segment(fields), segment()]);
    expect(statesOf(receipts)).toEqual(['CREATED', 'REFUSED', 'CREATED']);
    const paths = receipts[1]?.error?.issues?.map(({ path }) => path);
    expect(paths).toEqual(names.map((name) => ['segments', '1', name]));
    expect(await server.db.prisma.transcriptSegment.count()).toBe(count + 2);
  });

  it.each([
    { startOffset: 0, endOffset: 0 },
    { startOffset: 31 * 86_400, endOffset: 31 * 86_400 },
    { text: '' },
    { text: 'two\nlines', speaker: null, language: null, sessionUid: null },
  ])('takes %j', async (fields) => {
    expect(statesOf(await send([segment(fields)]))).toEqual(['CREATED']);
  });

  it.each(['1e999', '-1e999', '"1"', '"NaN"', 'null', 'true', '{}'])(
    'refuses the offset %s as a whole',
    async (offset) => {
      const count = await server.db.prisma.transcriptSegment.count();
      const body = JSON.stringify({
        query:
          'mutation ($input: RecordSegmentsInput!) { recordSegments(input: $input) { __typename } }',
        variables: { input: { meeting: { databaseId }, segments: [segment({ endOffset: 0 })] } },
      }).replace('"endOffset":0', `"endOffset":${offset}`);
      const response = await server.fetch('/graphql', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'x-admin-api-key': server.adminKey },
      });
      const { errors } = (await response.json()) as Awaited<ReturnType<typeof sendReport>>;
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(await server.db.prisma.transcriptSegment.count()).toBe(count);
    },
  );

  it('stores what it was told, with the meeting of its user', async () => {
    const told = { sessionUid: 's', speaker: 'Ada', language: 'en', text: "it's  me" };
    const fields = { segmentId: 'told', startOffset: 0.1, endOffset: 0.30000000000000004 };
    await send([{ ...fields, ...told }]);
    const row = await server.db.prisma.transcriptSegment.findFirstOrThrow({
      where: { segmentId: 'told' },
    });
    expect(row).toMatchObject({ ...fields, ...told, words: 2, createdAt: NOW });
    expect([row.meetingId, row.userId]).toEqual([BigInt(databaseId), BigInt(user.databaseId)]);
  });
});

describe('recordSessions, item by item', () => {
  it('refuses a start in the future beside good ones', async () => {
    const receipts = await receiptsOf(server, 'recordSessions', {
      meeting: { databaseId },
      sessions: [
        { sessionUid: 'good', startedAt: NOW },
        { sessionUid: '', startedAt: new Date(NOW.getTime() + 60_001) },
        { sessionUid: 'ahead', startedAt: new Date(NOW.getTime() + 60_000) },
      ],
    });
    expect(statesOf(receipts)).toEqual(['CREATED', 'REFUSED', 'CREATED']);
    const paths = receipts[1]?.error?.issues?.map(({ path }) => path.join('.'));
    expect(paths).toEqual(['sessions.1.sessionUid', 'sessions.1.startedAt']);
    const sessions = await server.db.prisma.meetingSession.findMany({ orderBy: { id: 'asc' } });
    expect(sessions.map(({ sessionUid }) => sessionUid)).toEqual(['good', 'ahead']);
  });
});
