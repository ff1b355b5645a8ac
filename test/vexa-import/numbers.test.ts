import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportOptions, ImportReport } from '../../src/domain/vexa-import/options.ts';
import { formatReport } from '../../src/domain/vexa-import/report.ts';
import { seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { launchImport } from './command.ts';
import { everythingHere } from './here.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// Vexa's other services find users, keys and meetings by number, in their own database: a number
// that is somebody else's here would open one person's meetings to another.

const KEY = `vxa_tx_${'KmPqRsTv'.repeat(5)}`;
const OTHER_KEY = `vxa_tx_${'LmPqRsTv'.repeat(5)}`;

let server: TestServer;
let source: VexaDatabase;

beforeEach(async () => {
  server = await startServer();
  source = await createVexaDatabase('0.12');
  await source.client.query(`
    insert into users (email) values ('vera@example.com'), ('walter@example.com');
    insert into api_tokens (token, user_id, scopes) values ('${KEY}', 1, '{tx}'), ('${OTHER_KEY}', 2, '{tx}');
    insert into meetings (user_id, platform, platform_specific_id, status) values (1, 'zoom', '1', 'completed'), (2, 'zoom', '2', 'completed')`);
});
afterEach(async () => {
  await source.drop();
  await server.stop();
});

function run(options: Partial<ImportOptions> = {}): Promise<ImportReport> {
  return importVexa(server.app, { from: source.url, ...options });
}

/** What an import says that does not begin; nothing of it is here afterwards, no number is drawn. */
async function refusal(options: Partial<ImportOptions> = {}): Promise<string> {
  const before = [await everythingHere(server), await sequences()];
  const rehearsed = await run({ ...options, dryRun: true });
  const refused = await run(options).then(
    () => 'it was imported',
    ({ message }: Error) => message,
  );
  expect([await everythingHere(server), await sequences()]).toEqual(before);
  expect(
    await server.db.prisma.importSource.count({ where: { name: options.name ?? 'vexa' } }),
  ).toBe(0);
  expect(refused).toBe(`The import did not begin, and nothing was written: ${rehearsed.refusal}`);
  expect(formatReport(rehearsed)).toContain(rehearsed.refusal);
  expect(formatReport(rehearsed)).not.toContain('since an earlier import');
  expect(refused).toContain('--renumber');
  return refused;
}

async function sequences(): Promise<unknown> {
  return await server.db.prisma.$queryRawUnsafe(
    `select sequencename, last_value from pg_sequences
     where sequencename in ('users_id_seq', 'api_tokens_id_seq', 'meetings_id_seq') order by 1`,
  );
}

const noteOf = ({ tally }: ImportReport, text: string) => {
  const found = tally.notes.find((note) => note.text.includes(text));
  return found && [found.table, found.count, ...found.examples];
};

async function ownerOf(key: string): Promise<number | null> {
  const response = await server.fetch('/auth/me', { headers: { 'x-api-key': key } });
  return response.status === 200 ? ((await response.json()) as { user_id: number }).user_id : null;
}

const userHere = (email: string) => server.db.prisma.user.findFirstOrThrow({ where: { email } });

describe('an import stops before anything is written', () => {
  it('when a number of a user belongs to another person here', async () => {
    await seedUser(server, { email: 'ada@example.com' });
    expect(await refusal()).toContain(
      'users 1 (vera@example.com; here ada@example.com) have a number that belongs to another user here.',
    );
  });

  it('when that person is deleted here', async () => {
    const { databaseId } = await seedUser(server, { email: 'vera@example.com' });
    await server.db.prisma.user.update({
      where: { id: BigInt(databaseId) },
      data: { deletedAt: new Date() },
    });
    expect(await refusal()).toContain(
      'users 1 (vera@example.com; here vera@example.com) have a number',
    );
  });

  it('when a number of a key or of a meeting belongs to another one here', async () => {
    const user = await ownUserBeyond(10);
    await seedKey(server, user);
    await seedMeetings(server, user.databaseId, 2);
    const text = await refusal();
    expect(text).toContain('keys 1 have a number that belongs to another key here;');
    expect(text).toContain('meetings 1, 2 have a number that belongs to another meeting here.');
  });

  it('when a user of the same address has another number here, to which keys refer', async () => {
    const user = await ownUserBeyond(10, 'walter@example.com');
    await server.db.prisma.$executeRawUnsafe(`select setval('api_tokens_id_seq', 10)`);
    await seedKey(server, user);
    expect(await refusal()).toContain(
      `users 2 (walter@example.com; here number ${user.databaseId}) have another number here, where keys,`,
    );
  });

  it('when data there refers to a former user, whose number is somebody else’s here', async () => {
    await ownUserBeyond(2);
    await source.client.query(
      `insert into meetings (user_id, platform, status) values (3, 'zoom', 'completed')`,
    );
    expect(await refusal()).toMatch(/users 3 do not exist there any longer, .* user here\./);
  });

  it('when a second installation used the same numbers', async () => {
    await run();
    const second = await createVexaDatabase('0.12');
    await second.client.query(`
      insert into users (email) values ('vera@example.com'), ('xenia@example.com');
      insert into meetings (user_id, platform, status) values (1, 'zoom', 'completed')`);
    const text = await refusal({ from: second.url, name: 'second' });
    expect(text).toContain('users 2 (xenia@example.com; here walter@example.com) have a number');
    expect(text).toContain('meetings 1 have a number');
    await run({ from: second.url, name: 'second', renumber: true });
    expect((await userHere('xenia@example.com')).id).toBeGreaterThan(2n);
    await second.drop();
  });

  it('and the command says so: the rehearsal with its table, and both with exit code 1', async () => {
    await seedUser(server, { email: 'ada@example.com' });
    const dry = await launchImport(server, ['--from', source.url, '--dry-run']).ended;
    expect([dry.code, dry.errors.includes('latchkey:')]).toEqual([1, false]);
    expect(dry.output).toContain('here ada@example.com');
    expect(dry.output).toMatch(/users +2 +2 +0 +0\n/);
    const real = await launchImport(server, ['--from', source.url]).ended;
    expect([real.code, real.output]).toEqual([1, '']);
    expect(real.errors).toContain('latchkey: The import did not begin');
    const forced = await launchImport(server, ['--from', source.url, '--renumber']).ended;
    expect(forced.code).toBe(0);
    expect(await ownerOf(KEY)).toBe(Number((await userHere('vera@example.com')).id));
  });
});

/** A user whose number is beyond this one: the next. */
async function ownUserBeyond(number: number, email = 'ada@example.com') {
  await server.db.prisma.$executeRawUnsafe(`select setval('users_id_seq', ${number})`);
  return await seedUser(server, { email });
}

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

describe('numbers that no row of Vexa can have', () => {
  it.each(['users', 'api_tokens', 'meetings'])(
    'stop the import, and use up none here: of %s',
    async (table) => {
      await source.client.query(`alter table ${table} alter id type bigint`);
      for (const id of ['9223372036854775807', '4503599627370496']) {
        await source.client.query(
          `update ${table} set id = ${id} where id = (select max(id) from ${table})`.replace(
            /^/,
            table === 'users' ? 'delete from api_tokens where user_id = 2;' : '',
          ),
        );
        expect(await refusal()).toContain(`${id} have a number below 1 or above 4503599627370495`);
      }
      await run({ renumber: true });
      expect((await seedUser(server)).databaseId).toBeLessThan(10);
    },
  );

  it('in other columns are not numbers of users', async () => {
    await source.client.query(
      'create table chats (user_id bigint); insert into chats values (7000000000), (9223372036854775807)',
    );
    await run();
    expect((await seedUser(server)).databaseId).toBe(3);
  });

  it('are given to sessions here, while the others keep theirs', async () => {
    await source.client.query(`
      alter table meeting_sessions alter id type bigint;
      insert into meeting_sessions (id, meeting_id, session_uid) values (5, 1, 'one'), (9223372036854775807, 2, 'two')`);
    await run();
    const sessions = await server.db.prisma.meetingSession.findMany({ orderBy: { id: 'asc' } });
    expect(sessions.map(({ id }) => id)).toEqual([5n, 6n]);
  });
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
