import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { move, receiptsOf, recordOne, report, someMeeting, statesOf } from './reports.ts';

const NOW = new Date('2026-06-01T12:00:00.000Z');

let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer({ clock: () => NOW });
  user = await seedUser(server, { maxConcurrentBots: 5 });
});
afterAll(() => server.stop());

function record(meetings: readonly object[]) {
  return receiptsOf(server, 'recordMeeting', { userId: user.id, meetings });
}

function many(count: number): object[] {
  return Array.from({ length: count }, () => someMeeting());
}

function rowsWith(nativeMeetingId: unknown) {
  return server.db.prisma.meeting.findMany({
    where: { nativeMeetingId: String(nativeMeetingId) },
    orderBy: { id: 'asc' },
  });
}

describe('recordMeeting, many at once', () => {
  it('takes 1,000 in one call, and repeated changes nothing', async () => {
    const meetings = many(1_000);
    const first = await record(meetings);
    expect(statesOf(first)).toEqual(Array(1_000).fill('CREATED'));
    const count = await server.db.prisma.meeting.count();
    const transitions = await server.db.prisma.meetingTransition.count();

    const second = await record(meetings);
    expect(statesOf(second)).toEqual(Array(1_000).fill('UNCHANGED'));
    const ids = first.map(({ meeting }) => meeting?.databaseId);
    expect(second.map(({ meeting }) => meeting?.databaseId)).toEqual(ids);
    expect(await server.db.prisma.meeting.count()).toBe(count);
    expect(await server.db.prisma.meetingTransition.count()).toBe(transitions);
    const rows = await server.db.prisma.meeting.findMany({ orderBy: { id: 'asc' } });
    const natives = new Map(rows.map((row) => [Number(row.id), row.nativeMeetingId]));
    expect(ids.map((id) => natives.get(id ?? 0))).toEqual(
      meetings.map((meeting) => Reflect.get(meeting, 'nativeMeetingId')),
    );
  });

  it.each([0, 1_001])('refuses a list of %i, and names it', async (count) => {
    const before = await server.db.prisma.meeting.count();
    const outcome = await report(server, 'recordMeeting', {
      userId: user.id,
      meetings: many(count),
    });
    expect(outcome).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['meetings'] }],
    });
    expect(outcome.message).toContain(`it has ${count}`);
    expect(await server.db.prisma.meeting.count()).toBe(before);
  });

  it('sends as many statements for 300 as for one', async () => {
    const counts: number[] = [];
    for (const count of [1, 300]) {
      const meetings = many(count);
      server.statements.length = 0;
      await record(meetings);
      counts.push(server.statements.length);
    }
    expect(counts[1]).toBe(counts[0]);
    expect(counts[0]).toBeLessThan(20);
  });
});

describe('recordMeeting, the same meeting', () => {
  it('is one within one call', async () => {
    const meeting = someMeeting();
    const elsewhere = { ...meeting, platform: 'TEAMS' };
    const receipts = await record([meeting, elsewhere, meeting]);
    expect(statesOf(receipts)).toEqual(['CREATED', 'CREATED', 'UNCHANGED']);
    expect(receipts[2]?.meeting).toEqual(receipts[0]?.meeting);
    expect(await rowsWith(meeting['nativeMeetingId'])).toHaveLength(2);
  });

  it('is one of 50 calls at once', async () => {
    const meeting = someMeeting({ status: 'REQUESTED' });
    const other = await seedUser(server, { maxConcurrentBots: 1 });
    const input = { userId: other.id, meetings: [meeting] };
    const all = await Promise.all(
      Array.from({ length: 50 }, () => receiptsOf(server, 'recordMeeting', input)),
    );
    const states = all.flatMap(statesOf).sort();
    expect(states).toEqual(['CREATED', ...Array(49).fill('UNCHANGED')]);
    expect(new Set(all.map(([receipt]) => receipt?.meeting?.databaseId)).size).toBe(1);
    expect(await rowsWith(meeting['nativeMeetingId'])).toHaveLength(1);
  });

  it('is another one of another user', async () => {
    const meeting = someMeeting();
    await record([meeting]);
    const other = await seedUser(server);
    const [receipt] = await receiptsOf(server, 'recordMeeting', {
      userId: other.id,
      meetings: [meeting],
    });
    expect(receipt?.state).toBe('CREATED');
  });

  it.each(['COMPLETED', 'FAILED'])('is a new one once the first is %s', async (status) => {
    const meeting = someMeeting();
    const [first] = await record([meeting]);
    await move(server, first?.meeting?.databaseId ?? 0, { status });
    const [second] = await record([meeting]);
    expect(second?.state).toBe('CREATED');
    expect(second?.meeting?.databaseId).not.toBe(first?.meeting?.databaseId);
  });

  it('is still the first while that one is stopping, and new in one list after a final one', async () => {
    const meeting = someMeeting();
    const [first] = await record([meeting]);
    await move(server, first?.meeting?.databaseId ?? 0, { status: 'STOPPING' });
    expect(statesOf(await record([meeting]))).toEqual(['UNCHANGED']);
    const over = someMeeting({ status: 'COMPLETED' });
    const receipts = await record([over, { ...over, status: 'JOINING' }]);
    expect(statesOf(receipts)).toEqual(['CREATED', 'CREATED']);
  });

  it('keeps what the first report said', async () => {
    const id = await recordOne(server, user, { nativeMeetingId: 'kept', data: { a: 1 } });
    await record([someMeeting({ nativeMeetingId: 'kept', status: 'FAILED', data: { b: 2 } })]);
    const [row, ...rest] = await rowsWith('kept');
    expect(row).toMatchObject({ id: BigInt(id), status: 'active', data: { a: 1 } });
    expect(rest).toEqual([]);
  });
});
