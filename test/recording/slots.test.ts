import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { move, type Receipt, receiptsOf, recordOne, someMeeting, statesOf } from './reports.ts';

const NOW = new Date('2026-06-01T12:10:00.000Z');

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ clock: () => NOW, env: { DEFAULT_MAX_CONCURRENT_BOTS: '2' } });
});
afterAll(() => server.stop());

/** Asks for as many bots in one call. */
function ask(user: SeededUser, count: number, status = 'REQUESTED'): Promise<readonly Receipt[]> {
  const meetings = Array.from({ length: count }, () => someMeeting({ status }));
  return receiptsOf(server, 'recordMeeting', { userId: user.id, meetings });
}

type Counted = { readonly refused: number };

async function refusals(): Promise<Counted> {
  const { data } = await server.graphql<{
    analytics: { concurrency: Counted; totals: Counted };
  }>(
    `{ analytics(range: { start: "2026-06-01T00:00:00Z", end: "2026-06-02T00:00:00Z" }) {
      concurrency { refused } totals { refused } } }`,
    { admin: server.adminKey },
  );
  expect(data.analytics.totals).toEqual(data.analytics.concurrency);
  return data.analytics.totals;
}

describe('how many bots may run', () => {
  it.each([
    [0, 0],
    [null, 2],
    [3, 3],
  ])('with a limit of %s is %i', async (maxConcurrentBots, limit) => {
    const user = await seedUser(server, { maxConcurrentBots });
    const receipts = await ask(user, limit + 2);
    expect(statesOf(receipts)).toEqual([...Array(limit).fill('CREATED'), 'REFUSED', 'REFUSED']);
    expect(receipts.at(-1)).toMatchObject({
      meeting: null,
      error: { __typename: 'LimitReachedError', limit },
    });
    expect(receipts.at(-1)?.error?.message).toContain(`${limit} bots are running`);
  });

  it('is exactly 5 of 60 that are asked for at once, and all others are counted', async () => {
    const user = await seedUser(server, { maxConcurrentBots: 5 });
    const { refused } = await refusals();
    const all = await Promise.all(Array.from({ length: 60 }, () => ask(user, 1)));
    const states = all.flatMap(statesOf);
    expect(states.filter((state) => state === 'CREATED')).toHaveLength(5);
    expect(states.filter((state) => state === 'REFUSED')).toHaveLength(55);
    const userId = BigInt(user.databaseId);
    expect(await server.db.prisma.meeting.count({ where: { userId } })).toBe(5);
    expect(await refusals()).toEqual({ refused: refused + 55 });
    const rows = await server.db.prisma.botRefusal.findMany({ where: { userId } });
    expect(rows).toEqual([{ userId, quarter: new Date('2026-06-01T12:00:00Z'), refused: 55 }]);
  });

  it('counts refusals of one user apart from those of another, and only those', async () => {
    const user = await seedUser(server, { maxConcurrentBots: 1 });
    const { refused } = await refusals();
    await ask(user, 4);
    await receiptsOf(server, 'recordMeeting', {
      userId: user.id,
      meetings: [someMeeting({ nativeMeetingId: ' ', status: 'REQUESTED' })],
    });
    expect(await refusals()).toEqual({ refused: refused + 3 });
  });

  it.each(['STOPPING', 'COMPLETED', 'FAILED'])('is one more after %s', async (status) => {
    const user = await seedUser(server, { maxConcurrentBots: 1 });
    const [first] = await ask(user, 1);
    expect(statesOf(await ask(user, 1))).toEqual(['REFUSED']);
    await move(server, first?.meeting?.databaseId ?? 0, { status });
    expect(statesOf(await ask(user, 2))).toEqual(['CREATED', 'REFUSED']);
  });

  it.each(['JOINING', 'AWAITING_ADMISSION', 'NEEDS_HUMAN_HELP', 'ACTIVE'])(
    'counts a bot that is %s, and lets it in beyond the limit',
    async (status) => {
      const user = await seedUser(server, { maxConcurrentBots: 1 });
      expect(statesOf(await ask(user, 2, status))).toEqual(['CREATED', 'CREATED']);
      expect(statesOf(await ask(user, 1))).toEqual(['REFUSED']);
    },
  );

  it.each(['STOPPING', 'COMPLETED', 'FAILED'])('does not count one that is %s', async (status) => {
    const user = await seedUser(server, { maxConcurrentBots: 1 });
    expect(statesOf(await ask(user, 3, status))).toEqual(Array(3).fill('CREATED'));
    expect(statesOf(await ask(user, 1))).toEqual(['CREATED']);
  });

  it('counts, within one list, what stands before', async () => {
    const user = await seedUser(server, { maxConcurrentBots: 2 });
    const receipts = await receiptsOf(server, 'recordMeeting', {
      userId: user.id,
      meetings: ['ACTIVE', 'REQUESTED', 'REQUESTED', 'COMPLETED', 'ACTIVE'].map((status) =>
        someMeeting({ status }),
      ),
    });
    expect(statesOf(receipts)).toEqual(['CREATED', 'CREATED', 'REFUSED', 'CREATED', 'CREATED']);
  });

  it('is none of the business of a meeting that is there already', async () => {
    const user = await seedUser(server, { maxConcurrentBots: 1 });
    const fields = { nativeMeetingId: 'again', status: 'REQUESTED' };
    await recordOne(server, user, fields);
    const { refused } = await refusals();
    const [again] = await receiptsOf(server, 'recordMeeting', {
      userId: user.id,
      meetings: [someMeeting(fields)],
    });
    expect(again?.state).toBe('UNCHANGED');
    expect(await refusals()).toEqual({ refused });
  });
});
