import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { KEY, type Numbered, noteOf, OTHER_KEY, startNumbered } from './numbered.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// Vexa's other services find users, keys and meetings by number, in their own database: a number
// that is somebody else's here would open one person's meetings to another.

let server: TestServer;
let source: VexaDatabase;
let run: Numbered['run'];
let ownerOf: Numbered['ownerOf'];
let userHere: Numbered['userHere'];
let ownUserBeyond: Numbered['ownUserBeyond'];
let close: Numbered['close'];

beforeEach(async () => {
  ({ server, source, run, ownerOf, userHere, ownUserBeyond, close } = await startNumbered());
});
afterEach(() => close());

describe('a user of the same address', () => {
  it('and the same number is the same person', async () => {
    await seedUser(server, { email: 'Vera@Example.com' });
    const report = await run();
    expect(noteOf(report, 'were merged with an existing user')).toEqual(['users', 1, '1']);
    expect(await ownerOf(KEY)).toBe(1);
    expect((await run()).tally.counts.users).toMatchObject({ written: 0, unchanged: 2 });
  });

  it('gets the number of the source while nothing refers to the one here, and the audit log has it', async () => {
    const { databaseId } = await ownUserBeyond(10, 'walter@example.com');
    const rehearsed = await run({ dryRun: true });
    const report = await run();
    expect(rehearsed.tally).toEqual(report.tally);
    expect(noteOf(report, 'got their number there')).toEqual(['users', 1, `2 (was ${databaseId})`]);
    expect(await ownerOf(OTHER_KEY)).toBe(2);
    expect(await server.db.prisma.user.count()).toBe(2);
    const { data } = await server.graphql<{ auditEvents: { edges: { node: object }[] } }>(
      `{ auditEvents(first: 5, filter: {action: {eq: USER_UPDATED}}) { edges { node { actor { kind } before after } } } }`,
      { admin: server.adminKey },
    );
    expect(data.auditEvents.edges).toEqual([
      { node: { actor: { kind: 'HOST' }, before: { id: databaseId }, after: { id: 2 } } },
    ]);
    expect((await run()).tally.counts.users).toMatchObject({ written: 0, unchanged: 2 });
  });
});

describe('users of one address there', () => {
  it.each(['vera@example.com', 'VERA@EXAMPLE.COM'])(
    'are the user here under %s, and another one: whether data refers to that user or not',
    async (email) => {
      await source.client.query(`insert into users (id, email) values (7, 'Vera@Example.com')`);
      const user = await seedUser(server, { email });
      await server.db.prisma.$executeRawUnsafe(`select setval('api_tokens_id_seq', 10)`);
      if (email === 'vera@example.com') await seedKey(server, user);
      const rehearsed = await run({ dryRun: true });
      const report = await run();
      expect(rehearsed.tally).toEqual(report.tally);
      expect(noteOf(report, 'were merged with an existing user')).toEqual(['users', 1, '1']);
      expect(await ownerOf(KEY)).toBe(1);
      expect((await userHere('Vera+7@example.com')).id).toBe(7n);
    },
  );
});

describe('numbers of the source', () => {
  it('name nobody who came from another installation', async () => {
    const second = await createVexaDatabase('0.12');
    await second.client.query(`insert into users (id, email) values (100, 'xenia@example.com')`);
    await run({ from: second.url, name: 'second' });
    await run();
    await source.client.query(
      `insert into meetings (user_id, platform, status) values (100, 'zoom', 'completed')`,
    );
    const rehearsed = await run({ dryRun: true });
    const report = await run();
    expect(rehearsed.tally).toEqual(report.tally);
    expect(report.tally.counts.meetings).toEqual({ written: 0, unchanged: 2, skipped: 1 });
    await second.drop();
  });

  it('are kept, and new rows here begin beyond all that it ever gave', async () => {
    await source.client.query(`
      insert into meetings (user_id, platform, status) values (41, 'zoom', 'completed');
      select setval('meetings_id_seq', 70), setval('api_tokens_id_seq', 60)`);
    await run();
    expect([await ownerOf(KEY), await ownerOf(OTHER_KEY)]).toEqual([1, 2]);
    const user = await seedUser(server);
    const key = await seedKey(server, user);
    const [meeting] = await seedMeetings(server, user.databaseId, 1);
    expect([user.databaseId, key.databaseId, meeting]).toEqual([42, 61, 71n]);
  });

  it('name users who were created here since, to whom their later meetings there belong', async () => {
    await run();
    const { databaseId } = await seedUser(server);
    await source.client.query(
      `insert into meetings (user_id, platform, status) values ($1, 'zoom', 'completed'), (99, 'zoom', 'completed')`,
      [databaseId],
    );
    const rehearsed = await run({ dryRun: true });
    const report = await run();
    expect(rehearsed.tally).toEqual(report.tally);
    expect(report.tally.counts.meetings).toEqual({ written: 1, unchanged: 2, skipped: 1 });
    const { userId } = await server.db.prisma.meeting.findUniqueOrThrow({ where: { id: 3n } });
    expect(userId).toBe(BigInt(databaseId));
    expect((await run()).tally.counts.meetings).toEqual({ written: 0, unchanged: 3, skipped: 1 });
  });

  it('belong to nobody else: a user that was created there since meets a number that is taken', async () => {
    await run();
    await seedUser(server, { email: 'ada@example.com' });
    await source.client.query(`insert into users (email) values ('xenia@example.com')`);
    await expect(run()).rejects.toThrow(
      'users 3 (xenia@example.com; here ada@example.com) have a number',
    );
    expect(await server.db.prisma.user.count()).toBe(3);
  });

  it('that an earlier import changed are reported with each import', async () => {
    await seedUser(server, { email: 'ada@example.com' });
    const first = await run({ renumber: true });
    expect(noteOf(first, 'since an earlier import')).toBeUndefined();
    const { id } = await userHere('vera@example.com');
    const again = await run();
    expect(noteOf(again, 'since an earlier import')).toEqual(['users', 1, `1 (${id} here)`]);
    expect(again.tally.counts.users).toMatchObject({ written: 0, unchanged: 2 });
  });
});
