import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { insist, receiptsOf, recordOne, statesOf, transitionsOf } from './reports.ts';

let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server);
});
afterAll(() => server.stop());

describe('updateMeetingStatus, at once', () => {
  it('takes one legal path of 100 reports about one meeting', async () => {
    const id = await recordOne(server, user, { status: 'JOINING' });
    const targets = ['AWAITING_ADMISSION', 'ACTIVE', 'STOPPING', 'COMPLETED', 'FAILED'];
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, turn) =>
        insist(server, id, { status: targets[turn % targets.length] }),
      ),
    );
    const updated = replies.filter((receipt) => receipt?.state === 'UPDATED').length;
    const rows = await transitionsOf(server, id);
    expect(rows).toHaveLength(updated + 1);
    rows.slice(1).forEach((row, place) => {
      expect(row.fromStatus).toBe(rows[place]?.toStatus);
    });
    const row = await server.db.prisma.meeting.findUniqueOrThrow({ where: { id: BigInt(id) } });
    expect(['completed', 'failed']).toContain(row.status);
    expect(rows.at(-1)?.toStatus).toBe(row.status);
    const final = rows.filter(({ toStatus }) => ['completed', 'failed'].includes(toStatus));
    expect(final).toHaveLength(1);
  });

  it('lets calls about the same meetings in opposite orders both end', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => recordOne(server, user)));
    const call = (order: readonly number[], status: string) =>
      receiptsOf(server, 'updateMeetingStatus', {
        changes: order.map((databaseId) => ({ meeting: { databaseId }, status })),
      });
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, turn) =>
        call(turn % 2 ? [...ids].reverse() : ids, turn % 2 ? 'STOPPING' : 'COMPLETED'),
      ),
    );
    expect(all.flatMap(statesOf).filter((state) => state === 'UPDATED').length).toBeGreaterThan(19);
  });
});
