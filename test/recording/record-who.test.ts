import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { receiptsOf, recordOne, report, sendReport, someMeeting } from './reports.ts';

let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server);
});
afterAll(() => server.stop());

function rowOf(id: number | undefined) {
  return server.db.prisma.meeting.findUniqueOrThrow({ where: { id: BigInt(id ?? 0) } });
}

describe('recordMeeting, who asks', () => {
  it('remembers the key, and not that of an admin', async () => {
    const key = await seedKey(server, user, { scopes: ['BOT'] });
    const [receipt] = await receiptsOf(
      server,
      'recordMeeting',
      { meetings: [someMeeting()] },
      { key: key.secret },
    );
    const row = await rowOf(receipt?.meeting?.databaseId);
    expect(row).toMatchObject({ userId: BigInt(user.databaseId), tokenId: BigInt(key.databaseId) });
    expect((await rowOf(await recordOne(server, user))).tokenId).toBeNull();
  });

  it('asks an admin whose meetings they are', async () => {
    const outcome = await report(server, 'recordMeeting', { meetings: [someMeeting()] });
    expect(outcome).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['user'] }],
    });
  });

  it('finds no unknown and no deleted user', async () => {
    const gone = await seedUser(server);
    await server.graphql(`mutation { deleteUser(input: { id: "${gone.id}" }) { __typename } }`, {
      admin: server.adminKey,
    });
    const unknown = Buffer.from('User:999999').toString('base64url');
    for (const userId of [unknown, gone.id]) {
      const outcome = await report(server, 'recordMeeting', { userId, meetings: [someMeeting()] });
      expect(outcome.__typename).toBe('NotFoundError');
    }
  });

  it('lets a user key record for its own user only, and only with the scope bot', async () => {
    const { secret } = await seedKey(server, user, { scopes: ['BOT'] });
    const other = await seedUser(server);
    const meetings = [someMeeting()];
    const forOther = { userId: other.id, meetings };
    const refused = await sendReport(server, 'recordMeeting', forOther, { key: secret });
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const own = await report(
      server,
      'recordMeeting',
      { userId: user.id, meetings },
      { key: secret },
    );
    expect(own.receipts?.[0]?.state).toBe('CREATED');
    const tx = await seedKey(server, user, { scopes: ['TX'] });
    const unscoped = await sendReport(server, 'recordMeeting', { meetings }, { key: tx.secret });
    expect(unscoped.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
