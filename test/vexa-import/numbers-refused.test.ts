import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportOptions } from '../../src/domain/vexa-import/options.ts';
import { formatReport } from '../../src/domain/vexa-import/report.ts';
import { seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { launchImport } from './command.ts';
import { everythingHere } from './here.ts';
import { KEY, type Numbered, startNumbered } from './numbered.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// An import stops where a number of Vexa is somebody else's here, or none that a row can have.

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
