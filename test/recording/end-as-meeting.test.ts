import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { move, receiptsOf, someMeeting, statesOf } from './reports.ts';
import { at } from './same-reports.ts';

let now = at(0);
let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer({ clock: () => now });
});
beforeEach(async () => {
  now = at(0);
  user = await seedUser(server, { maxConcurrentBots: 2 });
});
afterAll(() => server.stop());

function record(...meetings: readonly object[]) {
  return receiptsOf(server, 'recordMeeting', { userId: user.id, meetings });
}

function room(fields: object = {}) {
  return { ...someMeeting(fields) };
}

function rows() {
  return server.db.prisma.meeting.findMany({
    where: { userId: BigInt(user.databaseId) },
    orderBy: { id: 'asc' },
  });
}

describe('an end that is reported as a meeting', () => {
  const ENDS = ['COMPLETED', 'FAILED'] as const;
  const OPEN = ['REQUESTED', 'JOINING', 'AWAITING_ADMISSION', 'ACTIVE', 'STOPPING'] as const;
  const NAMED: readonly object[] = [
    {},
    { botContainerId: 'box-1' },
    { createdAt: at(-5).toISOString() },
  ];

  it.each(OPEN.flatMap((open) => NAMED.map((named) => [open, named] as const)))(
    'is not lost, but refused with the remedy: %s, %j',
    async (open, named) => {
      const begun = room({ status: open, ...named });
      expect(statesOf(await record(begun))).toEqual(['CREATED']);
      for (const status of ENDS) {
        const [receipt] = await record({ ...begun, status, endTime: at(0).toISOString() });
        expect(receipt).toMatchObject({
          state: 'REFUSED',
          error: { __typename: 'InvalidInputError' },
        });
        expect(receipt?.error?.issues).toEqual([
          {
            path: ['meetings', '0', 'status'],
            message: expect.stringContaining('updateMeetingStatus'),
          },
        ]);
      }
      const [row] = await rows();
      const id = Number(row?.id);
      expect(await move(server, id, { status: 'COMPLETED' })).toMatchObject({ state: 'UPDATED' });
      // From now on it is a repetition.
      const ended = await record({
        ...begun,
        status: 'COMPLETED',
        ...(Object.keys(named).length === 0 && { endTime: null }),
      });
      expect(statesOf(ended)).toEqual(['UNCHANGED']);
      expect(await rows()).toHaveLength(1);
    },
  );
});
