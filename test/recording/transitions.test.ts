import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { move, recordOne, transitionsOf } from './reports.ts';

const FINAL = ['completed', 'failed'];
const LEGAL: Readonly<Record<string, readonly string[]>> = {
  requested: ['joining', 'stopping', ...FINAL],
  joining: ['awaiting_admission', 'active', 'needs_human_help', 'stopping', ...FINAL],
  awaiting_admission: ['active', 'needs_human_help', 'stopping', ...FINAL],
  needs_human_help: ['active', 'stopping', ...FINAL],
  active: ['stopping', ...FINAL],
  stopping: FINAL,
  completed: [],
  failed: [],
};
const STATUSES = Object.keys(LEGAL);
const PAIRS = STATUSES.flatMap((from) => STATUSES.map((to) => [from, to] as const));

let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server, { maxConcurrentBots: 100 });
});
afterAll(() => server.stop());

function rowOf(id: number) {
  return server.db.prisma.meeting.findUniqueOrThrow({ where: { id: BigInt(id) } });
}

describe('updateMeetingStatus, of all 64 pairs', () => {
  const legal = PAIRS.filter(([from, to]) => LEGAL[from]?.includes(to));
  const illegal = PAIRS.filter(([from, to]) => from !== to && !LEGAL[from]?.includes(to));

  it('knows each pair once', () => {
    expect(legal.length + illegal.length + STATUSES.length).toBe(64);
  });

  it.each(legal)('moves on from %s to %s', async (from, to) => {
    const id = await recordOne(server, user, { status: from.toUpperCase() });
    const receipt = await move(server, id, {
      status: to.toUpperCase(),
      source: 'test',
      reason: 'why not',
    });
    expect(receipt).toEqual({
      state: 'UPDATED',
      meeting: { databaseId: id, statusName: to },
      error: null,
    });
    const [first, last, ...more] = await transitionsOf(server, id);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ fromStatus: null, toStatus: from, source: 'bot' });
    expect(last).toMatchObject({ fromStatus: from, toStatus: to, userId: BigInt(user.databaseId) });
    expect(last).toMatchObject({ source: 'test', reason: 'why not' });
  });

  it.each(illegal)('does not move from %s to %s', async (from, to) => {
    const id = await recordOne(server, user, { status: from.toUpperCase() });
    const before = await rowOf(id);
    const receipt = await move(server, id, { status: to.toUpperCase(), data: { half: true } });
    expect(receipt).toMatchObject({
      state: 'REFUSED',
      meeting: { databaseId: id, statusName: from },
      error: { __typename: 'IllegalTransitionError', from, to },
    });
    expect([...(receipt?.error?.allowed ?? [])].sort()).toEqual([...(LEGAL[from] ?? [])].sort());
    expect(await rowOf(id)).toEqual(before);
    expect(await transitionsOf(server, id)).toHaveLength(1);
  });

  it.each(STATUSES)('takes %s again for the same report', async (status) => {
    const id = await recordOne(server, user, { status: status.toUpperCase() });
    const before = await rowOf(id);
    const receipt = await move(server, id, { status: status.toUpperCase(), data: { more: 1 } });
    expect(receipt).toMatchObject({ state: 'UNCHANGED', error: null });
    expect(await rowOf(id)).toEqual(before);
    expect(await transitionsOf(server, id)).toHaveLength(1);
  });
});

describe('updateMeetingStatus, of statuses that nobody knows', () => {
  it.each(STATUSES)('lets one become %s', async (to) => {
    const id = await recordOne(server, user);
    await server.db.prisma.meeting.update({
      where: { id: BigInt(id) },
      data: { status: 'hovering' },
    });
    const receipt = await move(server, id, { status: to.toUpperCase() });
    expect(receipt).toMatchObject({ state: 'UPDATED', meeting: { statusName: to } });
    expect((await transitionsOf(server, id)).at(-1)).toMatchObject({
      fromStatus: 'hovering',
      toStatus: to,
    });
  });

  it('is not deceived by the names of what every object has', async () => {
    const id = await recordOne(server, user);
    await server.db.prisma.meeting.update({
      where: { id: BigInt(id) },
      data: { status: 'constructor' },
    });
    expect((await move(server, id, { status: 'ACTIVE' }))?.state).toBe('UPDATED');
  });

  it('takes none as a report', async () => {
    const id = await recordOne(server, user);
    expect(await move(server, id, { status: 'UNKNOWN' })).toMatchObject({
      state: 'REFUSED',
      error: { issues: [{ path: ['changes', '0', 'status'] }] },
    });
    expect((await rowOf(id)).status).toBe('active');
  });
});
