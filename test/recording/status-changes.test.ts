import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { move, receiptsOf, recordOne, statesOf, transitionsOf } from './reports.ts';

const START = Date.parse('2026-06-01T12:00:00.000Z');
/** Minutes after the start of it all. */
const at = (minutes: number) => new Date(START + minutes * 60_000);

let now = at(0);
let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer({ clock: () => now });
  user = await seedUser(server, { maxConcurrentBots: 50 });
});
beforeEach(() => {
  now = at(0);
});
afterAll(() => server.stop());

function rowOf(id: number) {
  return server.db.prisma.meeting.findUniqueOrThrow({ where: { id: BigInt(id) } });
}

function requested(fields: object = {}): Promise<number> {
  return recordOne(server, user, { status: 'REQUESTED', ...fields });
}

describe('updateMeetingStatus, when it happened', () => {
  it('is now where nothing is said', async () => {
    const id = await requested();
    now = at(3);
    await move(server, id, { status: 'JOINING' });
    expect((await transitionsOf(server, id)).at(-1)?.at).toEqual(at(3));
    expect((await rowOf(id)).updatedAt).toEqual(at(3));
  });

  it('may be before now, and the very moment of the last change, but not more than a minute before', async () => {
    now = at(60);
    const id = await requested({ createdAt: at(10) });
    const early = await move(server, id, { status: 'JOINING', at: new Date(+at(9) - 1) });
    expect(early).toMatchObject({
      state: 'REFUSED',
      meeting: { databaseId: id },
      error: { __typename: 'InvalidInputError', issues: [{ path: ['changes', '0', 'at'] }] },
    });
    expect(early?.error?.message).toContain(at(10).toISOString());
    expect((await move(server, id, { status: 'JOINING', at: at(10) }))?.state).toBe('UPDATED');
    expect((await move(server, id, { status: 'ACTIVE', at: at(10) }))?.state).toBe('UPDATED');
    expect((await transitionsOf(server, id)).map((row) => row.at)).toEqual(Array(3).fill(at(10)));
  });

  it('is not more than a minute in the future', async () => {
    const id = await requested();
    const late = await move(server, id, { status: 'JOINING', at: new Date(+at(1) + 1) });
    expect(late?.error).toMatchObject({ issues: [{ path: ['changes', '0', 'at'] }] });
    expect((await move(server, id, { status: 'JOINING', at: at(1) }))?.state).toBe('UPDATED');
  });

  // Of a bot whose clock is behind or ahead, or tells whole seconds.
  it.each([-60_000, -59_999, -3_000, -290, -1, 0, 1, 290, 3_000, 60_000])(
    'is clamped between the last change and now, and kept as reported, of a clock that is off by %i ms',
    async (skew) => {
      now = at(10);
      const id = await requested({ createdAt: at(10) });
      const statuses = ['JOINING', 'AWAITING_ADMISSION', 'ACTIVE', 'STOPPING', 'COMPLETED'];
      const reported = [];
      for (const status of statuses) {
        now = new Date(+now + 7_000);
        reported.push(new Date(+now + skew));
        const receipt = await move(server, id, { status, at: reported.at(-1) });
        expect(receipt?.state).toBe('UPDATED');
      }
      const [first, ...steps] = await transitionsOf(server, id);
      expect(steps.map(({ toStatus }) => toStatus.toUpperCase())).toEqual(statuses);
      let last = first?.at ?? now;
      for (const [place, step] of steps.entries()) {
        const arrived = new Date(+at(10) + 7_000 * (place + 1));
        const told = reported[place] ?? arrived;
        last = new Date(Math.max(+last, Math.min(+told, +arrived)));
        expect(step.at).toEqual(last);
        expect(step.reportedAt).toEqual(+told === +last ? null : told);
      }
      const shown = await server.graphql<{ meeting: { transitions: object[] } }>(
        `query ($id: BigInt!) { meeting(by: {databaseId: $id}) { transitions { at reportedAt } } }`,
        { admin: server.adminKey, variables: { id } },
      );
      expect(shown.data.meeting.transitions).toEqual(
        [first, ...steps].map((step) => ({
          at: step?.at.toISOString(),
          reportedAt: step?.reportedAt?.toISOString() ?? null,
        })),
      );
      expect(await rowOf(id)).toMatchObject({ startTime: steps[2]?.at, endTime: last });
    },
  );

  it('is a millisecond later where the meeting became the same at that moment already', async () => {
    const id = await requested({ status: 'ACTIVE' });
    for (const later of [1, 2]) {
      // By a version that knows more statuses.
      await server.db.prisma.meeting.update({
        where: { id: BigInt(id) },
        data: { status: 'hovering' },
      });
      expect((await move(server, id, { status: 'ACTIVE' }))?.state).toBe('UPDATED');
      const steps = await transitionsOf(server, id);
      expect(steps.map(({ toStatus }) => toStatus)).toEqual(Array(later + 1).fill('active'));
      expect(steps.at(-1)?.at).toEqual(new Date(+at(0) + later));
    }
  });

  it('does not end a meeting before its start, which another clock tells', async () => {
    const startTime = new Date(+at(0) + 50_000);
    const id = await requested({ status: 'STOPPING', createdAt: at(-9), startTime });
    expect((await move(server, id, { status: 'COMPLETED', at: at(-1) }))?.state).toBe('UPDATED');
    expect(await rowOf(id)).toMatchObject({ startTime, endTime: startTime });
  });

  it('is allowed for a meeting that is recorded with times of two clocks', async () => {
    now = at(10);
    const id = await requested({
      ...{ status: 'COMPLETED', createdAt: at(5) },
      ...{ startTime: new Date(+at(5) - 290), endTime: new Date(+at(5) - 1_290) },
    });
    expect(await rowOf(id)).toMatchObject({
      ...{ startTime: new Date(+at(5) - 290), endTime: new Date(+at(5) - 290) },
      finalAt: at(5),
    });
    expect(await transitionsOf(server, id)).toMatchObject([
      { toStatus: 'completed', at: at(5), reportedAt: new Date(+at(5) - 1_290) },
    ]);
  });

  it('counts in the order of the list, whatever it says', async () => {
    now = at(60);
    const id = await requested({ createdAt: at(0) });
    const meeting = { databaseId: id };
    const receipts = await receiptsOf(server, 'updateMeetingStatus', {
      changes: [
        { meeting, status: 'JOINING', at: at(5) },
        { meeting, status: 'ACTIVE', at: at(3) },
        { meeting, status: 'ACTIVE', at: at(6) },
        { meeting, status: 'JOINING', at: at(7) },
        { meeting, status: 'COMPLETED', at: at(8) },
      ],
    });
    expect(statesOf(receipts)).toEqual(['UPDATED', 'REFUSED', 'UPDATED', 'REFUSED', 'UPDATED']);
    expect(receipts[1]?.error?.issues?.[0]?.path).toEqual(['changes', '1', 'at']);
    expect(receipts[3]?.error).toMatchObject({ from: 'active', to: 'joining' });
    const steps = (await transitionsOf(server, id)).map((row) => [row.fromStatus, row.toStatus]);
    expect(steps).toEqual([
      [null, 'requested'],
      ['requested', 'joining'],
      ['joining', 'active'],
      ['active', 'completed'],
    ]);
    const row = await rowOf(id);
    expect(row).toMatchObject({ status: 'completed', startTime: at(6), endTime: at(8) });
    expect(row).toMatchObject({ joiningAt: at(5), activeAt: at(6), leftAt: at(8), finalAt: at(8) });
  });
});

describe('updateMeetingStatus, what it changes besides', () => {
  it('sets start and end once, and keeps those that are known', async () => {
    now = at(30);
    const fresh = await requested({ createdAt: at(0) });
    await move(server, fresh, { status: 'JOINING', at: at(1) });
    expect(await rowOf(fresh)).toMatchObject({ startTime: null, endTime: null });
    await move(server, fresh, { status: 'ACTIVE', at: at(2) });
    await move(server, fresh, { status: 'STOPPING', at: at(3) });
    expect(await rowOf(fresh)).toMatchObject({ startTime: at(2), endTime: null });
    await move(server, fresh, { status: 'FAILED', at: at(4) });
    expect(await rowOf(fresh)).toMatchObject({ startTime: at(2), endTime: at(4) });

    const told = await requested({ status: 'ACTIVE', createdAt: at(0), startTime: at(1) });
    await move(server, told, { status: 'STOPPING', at: at(2) });
    await move(server, told, { status: 'COMPLETED', at: at(3) });
    expect(await rowOf(told)).toMatchObject({ startTime: at(1), endTime: at(3) });
  });

  it.each([
    ['REQUESTED', {}, 'requested'],
    ['AWAITING_ADMISSION', {}, 'awaiting_admission'],
    ['ACTIVE', {}, 'active'],
    ['ACTIVE', { failureStage: 'joining' }, 'joining'],
    ['STOPPING', {}, null],
  ])('says of one that failed when %s, told %j, the stage %s', async (status, fields, stage) => {
    const id = await requested({ status });
    await move(server, id, { status: 'FAILED', completionReason: 'evicted', ...fields });
    expect(await rowOf(id)).toMatchObject({ failureStage: stage, completionReason: 'evicted' });
  });

  it('says no stage of one that did not fail', async () => {
    const id = await requested();
    await move(server, id, { status: 'COMPLETED', failureStage: 'active' });
    expect((await rowOf(id)).failureStage).toBeNull();
  });

  it('merges data key by key; null removes a key, the last of a list counts', async () => {
    const id = await requested({ data: { keep: 1, drop: 2, deep: { a: 1 }, back: 1 } });
    const meeting = { databaseId: id };
    await receiptsOf(server, 'updateMeetingStatus', {
      changes: [
        { meeting, status: 'JOINING', data: { drop: null, deep: { b: null }, back: null } },
        { meeting, status: 'ACTIVE', data: { back: 2, 'odd "\\key': ['{', null] } },
      ],
    });
    expect((await rowOf(id)).data).toEqual({
      keep: 1,
      deep: { b: null },
      back: 2,
      'odd "\\key': ['{', null],
    });
  });
});
