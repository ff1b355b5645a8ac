import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  type As,
  move,
  receiptsOf,
  recordOne,
  report,
  sendReport,
  statesOf,
  transitionsOf,
} from './reports.ts';

let server: TestServer;
let user: SeededUser;
let other: SeededUser;

beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server);
  other = await seedUser(server);
});
afterAll(() => server.stop());

function encode(databaseId: number): string {
  return Buffer.from(`Meeting:${databaseId}`).toString('base64url');
}

function stop(meeting: object, as?: As) {
  const changes = [{ meeting, status: 'STOPPING' }];
  return receiptsOf(server, 'updateMeetingStatus', { changes }, as);
}

function statusesOf(id: number) {
  return transitionsOf(server, id).then((rows) => rows.map(({ toStatus }) => toStatus));
}

describe('updateMeetingStatus, which meeting', () => {
  it('is named by id, by number and by the id of its platform', async () => {
    const ids = [await recordOne(server, user), await recordOne(server, user)] as const;
    const last = await recordOne(server, user, { nativeMeetingId: 'abc', platform: 'JITSI' });
    const changes = [
      { id: encode(ids[0]) },
      { databaseId: ids[1] },
      { native: { platform: 'JITSI', nativeMeetingId: 'abc' } },
    ].map((meeting) => ({ meeting, status: 'STOPPING' }));
    const receipts = await receiptsOf(server, 'updateMeetingStatus', { changes });
    expect(statesOf(receipts)).toEqual(['UPDATED', 'UPDATED', 'UPDATED']);
    expect(receipts.map(({ meeting }) => meeting?.databaseId)).toEqual([...ids, last]);
  });

  it('is the newest one with its native id', async () => {
    const fields = { nativeMeetingId: 'reused' };
    const old = await recordOne(server, user, { ...fields, status: 'COMPLETED' });
    const fresh = await recordOne(server, user, fields);
    const [receipt] = await stop({ native: { platform: 'ZOOM', nativeMeetingId: 'reused' } });
    expect(receipt?.meeting?.databaseId).toBe(fresh);
    expect(await statusesOf(old)).toEqual(['completed']);
  });

  it('is, under a native id, one of the own user even if another is newer', async () => {
    const fields = { nativeMeetingId: 'shared' };
    const own = await recordOne(server, user, fields);
    await recordOne(server, other, fields);
    const { secret } = await seedKey(server, user);
    const native = { platform: 'ZOOM', nativeMeetingId: 'shared' };
    const [receipt] = await stop({ native }, { key: secret });
    expect(receipt?.meeting?.databaseId).toBe(own);
  });

  it("is never another user's, and the refusal is that of one that does not exist", async () => {
    const theirs = await recordOne(server, other, { nativeMeetingId: 'theirs' });
    const { secret } = await seedKey(server, user);
    const names = [
      { databaseId: theirs },
      { id: encode(theirs) },
      { native: { platform: 'ZOOM', nativeMeetingId: 'theirs' } },
      { databaseId: 999_999 },
      { databaseId: '9223372036854775807' },
      { databaseId: -1 },
      { native: { platform: 'ZOOM', nativeMeetingId: 'nobody' } },
    ];
    const changes = names.map((meeting) => ({ meeting, status: 'STOPPING', data: { x: 1 } }));
    const receipts = await receiptsOf(server, 'updateMeetingStatus', { changes }, { key: secret });
    const refused = { __typename: 'NotFoundError', message: 'Meeting not found' };
    expect(receipts).toEqual(
      names.map(() => ({ state: 'REFUSED', meeting: null, error: refused })),
    );
    expect(await statusesOf(theirs)).toEqual(['active']);
  });
});

describe('updateMeetingStatus, a call that is refused as a whole', () => {
  it('writes nothing, however good the rest is', async () => {
    const id = await recordOne(server, user);
    const good = { meeting: { databaseId: id }, status: 'STOPPING' };
    const wrongId = { meeting: { id: user.id }, status: 'STOPPING' };
    const outcome = await report(server, 'updateMeetingStatus', { changes: [good, wrongId] });
    expect(outcome).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['changes', '1', 'meeting', 'id'] }],
    });
    for (const changes of [[], Array(1_001).fill(good)]) {
      const tooMany = await report(server, 'updateMeetingStatus', { changes });
      expect(tooMany).toMatchObject({ issues: [{ path: ['changes'] }] });
    }
    expect(await statusesOf(id)).toEqual(['active']);
  });

  it('writes nothing when the database fails in the middle', async () => {
    const id = await recordOne(server, user);
    await server.db.prisma.$executeRawUnsafe(
      `create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`,
    );
    await server.db.prisma.$executeRawUnsafe(
      'create trigger refuse before insert on meeting_transitions for each row execute function refuse()',
    );
    const changes = [{ meeting: { databaseId: id }, status: 'STOPPING', data: { x: 1 } }];
    const { errors } = await sendReport(server, 'updateMeetingStatus', { changes });
    await server.db.prisma.$executeRawUnsafe('drop trigger refuse on meeting_transitions');
    expect(errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    const row = await server.db.prisma.meeting.findUniqueOrThrow({ where: { id: BigInt(id) } });
    expect(row).toMatchObject({ status: 'active', data: {} });
    expect((await move(server, id, { status: 'STOPPING' }))?.state).toBe('UPDATED');
  });
});
