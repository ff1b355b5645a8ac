import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { move, receiptsOf, recordOne, someMeeting } from '../recording/reports.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { followChanges, nextChange, refusalOf, untilQuiet } from './changes.ts';

let server: TestServer;
let ada: SeededUser;
let bob: SeededUser;

beforeAll(async () => {
  server = await startServer();
  ada = await seedUser(server, { name: 'Ada' });
  bob = await seedUser(server, { name: 'Bob' });
});
afterAll(() => server.stop());

async function keyOf(user: SeededUser, scopes: readonly string[] = ['TX']): Promise<string> {
  return (await seedKey(server, user, { scopes })).secret;
}

function encode(type: string, databaseId: number): string {
  return Buffer.from(`${type}:${databaseId}`).toString('base64url');
}

describe('meetingChanged, what is told', () => {
  it('is each meeting that is recorded, and each change of a status', async () => {
    const events = await followChanges(server);
    const id = await recordOne(server, ada);
    const user = { name: 'Ada' };
    expect(await nextChange(events)).toEqual({ databaseId: id, statusName: 'active', user });
    await move(server, id, { status: 'STOPPING' });
    expect(await nextChange(events)).toEqual({ databaseId: id, statusName: 'stopping', user });
  });

  it('is nothing that changed nothing', async () => {
    const id = await recordOne(server, ada, { nativeMeetingId: 'still' });
    await untilQuiet(server);
    const events = await followChanges(server);
    await recordOne(server, ada, { nativeMeetingId: 'still' });
    await move(server, id, { status: 'ACTIVE' });
    await move(server, id, { status: 'JOINING' });
    await receiptsOf(server, 'recordMeeting', {
      userId: ada.id,
      meetings: [someMeeting({ status: 'REQUESTED' })],
    });
    const last = await recordOne(server, ada);
    expect((await nextChange(events))?.databaseId).toBe(last);
  });

  it('is every one of 1,000 that are recorded at once', async () => {
    // More than one notification holds, with numbers as long as they may become.
    await server.db.prisma.$queryRaw`select setval('meetings_id_seq', 1000000000)`;
    await untilQuiet(server);
    const events = await followChanges(server, '', { key: await keyOf(ada) });
    const meetings = Array.from({ length: 1_000 }, () => someMeeting());
    const receipts = await receiptsOf(server, 'recordMeeting', { userId: ada.id, meetings });
    const told = new Set<number | undefined>();
    for (const _receipt of receipts) told.add((await nextChange(events))?.databaseId);
    expect(told).toEqual(new Set(receipts.map(({ meeting }) => meeting?.databaseId)));
  });
});

describe('meetingChanged, who is told', () => {
  it('is the own user, of its own meetings only', async () => {
    await untilQuiet(server);
    const events = await followChanges(server, '', { key: await keyOf(ada) });
    await recordOne(server, bob);
    const first = await recordOne(server, ada);
    await recordOne(server, bob);
    const second = await recordOne(server, ada);
    expect((await nextChange(events))?.databaseId).toBe(first);
    expect((await nextChange(events))?.databaseId).toBe(second);
  });

  it('is an admin of all, or of one user, or of one meeting', async () => {
    const id = await recordOne(server, ada);
    await untilQuiet(server);
    const all = await followChanges(server);
    const ofBob = await followChanges(server, `(userId: "${bob.id}")`);
    const ofOne = await followChanges(server, `(meetingId: "${encode('Meeting', id)}")`);
    const bobs = await recordOne(server, bob);
    await move(server, id, { status: 'STOPPING' });
    const last = await recordOne(server, bob);
    for (const changed of [bobs, id, last])
      expect((await nextChange(all))?.databaseId).toBe(changed);
    for (const changed of [bobs, last]) expect((await nextChange(ofBob))?.databaseId).toBe(changed);
    expect((await nextChange(ofOne))?.databaseId).toBe(id);
  });

  it("is nobody of another user's meeting, even where it is named", async () => {
    const id = await recordOne(server, bob);
    const args = `(meetingId: "${encode('Meeting', id)}", userId: "${ada.id}")`;
    const key = await keyOf(ada);
    const events = await followChanges(server, args, { key });
    const whole = await followChanges(server, '', { key });
    await move(server, id, { status: 'STOPPING' });
    const own = await recordOne(server, ada);
    expect((await nextChange(whole))?.databaseId).toBe(own);
    // It would have been told before.
    expect([events.status, events.text()]).toEqual([200, expect.not.stringContaining('data:')]);
  });

  it('is nobody without a key, nor with the wrong one', async () => {
    const key = await keyOf(ada);
    const refusals = [
      ['UNAUTHENTICATED', '', {}],
      ['FORBIDDEN', '', { admin: server.analyticsKey }],
      ['FORBIDDEN', '', { key: await keyOf(ada, ['BROWSER']) }],
      ['FORBIDDEN', `(userId: "${bob.id}")`, { key }],
      ['BAD_USER_INPUT', `(userId: "${ada.id}x")`, { key }],
      ['BAD_USER_INPUT', `(meetingId: "${ada.id}")`, { key }],
    ] as const;
    for (const [code, args, as] of refusals) {
      const events = await followChanges(server, args, as);
      expect([args, as, await refusalOf(events)]).toEqual([args, as, code]);
    }
    expect((await followChanges(server, '', { key: `${key}x` })).status).toBe(401);
  });

  it('is no key any longer once it is revoked', async () => {
    const key = await seedKey(server, ada);
    const events = await followChanges(server, '', { key: key.secret });
    const id = await recordOne(server, ada);
    expect((await nextChange(events))?.databaseId).toBe(id);
    await server.graphql(`mutation { revokeToken(input: { id: "${key.id}" }) { __typename } }`, {
      admin: server.adminKey,
    });
    await move(server, id, { status: 'STOPPING' });
    expect(await nextChange(events)).toBeNull();
    await events.ended;
    expect(events.text()).not.toContain('stopping');
  });
});
