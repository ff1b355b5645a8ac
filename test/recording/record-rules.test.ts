import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { receiptsOf, recordOne, someMeeting, statesOf, transitionsOf } from './reports.ts';

const NOW = new Date('2026-06-01T12:00:00.000Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer({ clock: () => NOW });
  user = await seedUser(server, { maxConcurrentBots: 50 });
});
afterAll(() => server.stop());

function record(meetings: readonly object[]) {
  return receiptsOf(server, 'recordMeeting', { userId: user.id, meetings });
}

function rowOf(id: number | undefined) {
  return server.db.prisma.meeting.findUniqueOrThrow({ where: { id: BigInt(id ?? 0) } });
}

describe('recordMeeting, item by item', () => {
  it('writes the good ones beside the refused ones, each with all its problems', async () => {
    const bad = someMeeting({
      nativeMeetingId: ' ',
      startTime: ago(1),
      endTime: ago(2),
      createdAt: new Date(NOW.getTime() + 120_000),
      reason: 'x'.repeat(1_001),
      status: 'UNKNOWN',
    });
    const count = await server.db.prisma.meeting.count();
    const receipts = await record([someMeeting(), bad, someMeeting(), { ...bad, reason: null }]);
    expect(statesOf(receipts)).toEqual(['CREATED', 'REFUSED', 'CREATED', 'REFUSED']);
    expect(receipts[1]).toMatchObject({
      meeting: null,
      error: { __typename: 'InvalidInputError' },
    });
    const fields = ['createdAt', 'endTime', 'nativeMeetingId', 'reason', 'startTime', 'status'];
    const paths = new Set(receipts[1]?.error?.issues?.map(({ path }) => path.join('.')));
    expect([...paths].sort()).toEqual(fields.map((field) => `meetings.1.${field}`));
    expect(receipts[3]?.error?.issues?.every(({ path }) => path[1] === '3')).toBe(true);
    expect(await server.db.prisma.meeting.count()).toBe(count + 2);
  });

  it('refuses an end before the start', async () => {
    const [receipt] = await record([
      someMeeting({ status: 'COMPLETED', startTime: ago(1), endTime: ago(2) }),
    ]);
    expect(receipt?.error?.issues).toMatchObject([{ path: ['meetings', '0', 'endTime'] }]);
  });

  it.each([
    ['COMPLETED', { createdAt: ago(1), endTime: ago(9) }, 'endTime'],
    ['ACTIVE', { createdAt: ago(1), startTime: ago(9) }, 'startTime'],
    ['ACTIVE', { endTime: ago(1) }, 'endTime'],
    ['REQUESTED', { startTime: ago(1) }, 'startTime'],
  ])('refuses times that contradict each other or %s: %j', async (status, times, field) => {
    const [receipt] = await record([someMeeting({ status, ...times })]);
    expect(receipt?.error?.issues).toMatchObject([{ path: ['meetings', '0', field] }]);
  });

  it('refuses a known platform under its free name', async () => {
    const [receipt] = await record([someMeeting({ platform: 'OTHER', platformName: 'zoom' })]);
    expect(receipt?.error?.issues).toMatchObject([{ path: ['meetings', '0', 'platformName'] }]);
  });

  it.each([
    [{ platform: 'OTHER', platformName: 'webex' }, 'webex'],
    [{ platform: 'OTHER' }, null],
    [{ platform: 'OTHER', platformName: '' }, null],
    [{ platform: 'OTHER', platformName: ' ' }, null],
    [{ platform: 'ZOOM', platformName: 'zoom' }, null],
    [{ platform: 'ZOOM', platformName: null }, 'zoom'],
  ])('of the platform %j stores %s', async (fields, stored) => {
    const [receipt] = await record([someMeeting(fields)]);
    if (stored !== null) {
      expect((await rowOf(receipt?.meeting?.databaseId)).platform).toBe(stored);
      return;
    }
    const paths = receipt?.error?.issues?.map(({ path }) => path);
    expect(paths).toContainEqual(['meetings', '0', 'platformName']);
  });
});

describe('recordMeeting, times', () => {
  it('begins an active one when it was asked for, or now', async () => {
    const now = await rowOf(await recordOne(server, user));
    expect(now).toMatchObject({ createdAt: NOW, startTime: NOW, endTime: null });
    const id = await recordOne(server, user, { createdAt: ago(9) });
    expect(await rowOf(id)).toMatchObject({ createdAt: ago(9), startTime: ago(9) });
    expect(await transitionsOf(server, id)).toMatchObject([{ fromStatus: null, at: ago(9) }]);
  });

  it('keeps what it is told of one that is over', async () => {
    const id = await recordOne(server, user, {
      status: 'FAILED',
      startTime: ago(8),
      endTime: ago(3),
      completionReason: 'evicted',
      failureStage: 'active',
      botContainerId: 'box-1',
      source: 'importer',
      reason: 'as told',
      data: { a: null, b: 1 },
    });
    expect(await rowOf(id)).toMatchObject({
      ...{ status: 'failed', createdAt: ago(8), startTime: ago(8), endTime: ago(3) },
      ...{ completionReason: 'evicted', failureStage: 'active', botContainerId: 'box-1' },
      data: { a: null, b: 1 },
    });
    const [first, ...rest] = await transitionsOf(server, id);
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ toStatus: 'failed', at: ago(3) });
    expect(first).toMatchObject({
      source: 'importer',
      reason: 'as told',
      userId: BigInt(user.databaseId),
    });
  });

  it('sets neither start nor end of one that was only asked for', async () => {
    const row = await rowOf(await recordOne(server, user, { status: undefined }));
    expect(row).toMatchObject({ status: 'requested', startTime: null, endTime: null });
  });
});
