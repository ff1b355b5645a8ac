import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnavailableError } from '../../src/core/errors.ts';
import { inScope, requestScope } from '../../src/core/request/scope.ts';
import { ResultTooLargeError } from '../../src/data/connection/result-bytes.ts';
import { codeOf } from '../../src/data/errors.ts';
import { seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What Prisma reads is read as our own statements read: within the time of the request, no larger than
// they may, and with the same errors.

let server: TestServer;
let meeting: bigint;
beforeAll(async () => {
  server = await startServer();
  const { databaseId } = await seedUser(server);
  [meeting = 0n] = await seedMeetings(server, databaseId, 1);
  await server.db.rows(sql`
    insert into meeting_transitions (meeting_id, user_id, to_status, at)
    select ${meeting}, ${databaseId}, 'active', now() + n * interval '1 minute'
    from generate_series(1, 17) n`);
});
afterAll(() => server.stop());

function within<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  const client = { isGone: () => false, onGone: () => () => {} };
  return inScope(requestScope({ caller: 'a caller', client, ms }), work);
}

const count = async () => await server.db.prisma.meetingTransition.count();
const readAll = async () => await server.db.prisma.meetingTransition.findMany();

describe('what Prisma reads', () => {
  it('is not begun once the request is over', async () => {
    server.statements.length = 0;
    await expect(within(-1, count)).rejects.toBeInstanceOf(UnavailableError);
    expect(server.statements.filter((text) => text.includes('meeting_transitions'))).toEqual([]);
  });

  it('is cancelled when the time of the request is over', async () => {
    await server.db.transaction(async (rows) => {
      await rows(sql`lock table meeting_transitions in access exclusive mode`);
      const error = await within(2_000, count).catch((reason: unknown) => reason);
      expect(codeOf(error)).toBe('57014');
      // Not by the database's own limit, which has the same code.
      expect(String(error)).toContain('user request');
    });
    expect(await within(5_000, count)).toBe(17);
  });

  it('is refused where it is too large to be held', async () => {
    const reason = 'x'.repeat(1_000_000);
    await server.db.rows(sql`update meeting_transitions set reason = ${reason}`);
    await expect(readAll()).rejects.toBeInstanceOf(ResultTooLargeError);
    await server.db.rows(sql`update meeting_transitions set reason = null`);
  });

  it('fails with the code that the database gives', async () => {
    const twice = server.db.prisma.meetingTransition.create({
      data: { meetingId: 0n, userId: 0n, toStatus: 'active', at: new Date() },
    });
    expect(codeOf(await twice.catch((reason: unknown) => reason))).toBe('23503');
  });
});

it('the changes of a meeting are one statement', async () => {
  await server.db.rows(sql`update meeting_transitions set reason = null`);
  server.statements.length = 0;
  const { data } = await server.graphql<{ meeting: { transitions: object[] } }>(
    `{ meeting(by: {databaseId: ${meeting}}) { transitions { at reason } } }`,
    { admin: server.adminKey },
  );
  expect(data.meeting.transitions).toHaveLength(17);
  const sent = server.statements.filter((text) => text.includes('meeting_transitions'));
  expect(sent).toEqual([expect.stringMatching(/^\s*select .*\sorder by .* limit /s)]);
});
