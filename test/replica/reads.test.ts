import sql from 'sql-template-tag';
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  inject,
  it,
  onTestFinished,
  vi,
} from 'vitest';
import { checkReplica } from '../../src/cli/installation/replica.ts';
import { query } from '../database/scratch.ts';
import { debianBinDir } from '../support/postgres.ts';
import {
  createReplicatedPostgres,
  type ReplicatedPostgres,
} from '../support/replicated-postgres.ts';
import { seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { during, emailsOn, figure, meetingsOn, statusOf } from './answers.ts';

// Two processes on a primary with a streaming replica. What is answered must be what the primary would
// answer, wherever it is read.

const programs = debianBinDir();
const OPTIONS = { timeout: 60_000, interval: 50 };

describe.skipIf(programs === null)('with a replica', () => {
  let postgres: ReplicatedPostgres;
  let one: TestServer;
  let other: TestServer;

  const startNode = (env: Readonly<Record<string, string>> = {}) =>
    startServer({
      beside: { databaseUrl: postgres.primary.url },
      env: { DATABASE_REPLICA_URL: postgres.replica.url, ...env },
    });
  const onReplica = (text: string) => query(postgres.replica.superuserUrl, text);
  const onPrimary = (text: string) => query(postgres.primary.superuserUrl, text);

  beforeAll(async () => {
    postgres = await createReplicatedPostgres({ programs: programs ?? '' });
    one = await startNode();
    other = await startNode();
  });
  afterAll(async () => {
    await Promise.all([one.stop(), other.stop()]);
    await postgres.remove();
  });

  async function noticeOf(server: TestServer): Promise<string | undefined> {
    const response = await server.fetch('/health/ready');
    const { checks } = (await response.json()) as { checks: Record<string, string> };
    expect(response.status).toBe(200);
    return checks['replica'];
  }
  const untilNotice = (server: TestServer, notice: unknown) =>
    vi.waitFor(async () => expect(await noticeOf(server)).toEqual(notice), OPTIONS);
  const untilUsed = () => Promise.all([one, other].map((server) => untilNotice(server, 'ok')));

  async function pauseReplay(): Promise<void> {
    await onReplica('select pg_wal_replay_pause()');
    onTestFinished(() => onReplica('select pg_wal_replay_resume()').then(() => {}));
  }

  describe('that keeps up', () => {
    beforeEach(untilUsed);

    it('lists and analytics are read there, keys and single users are not', async () => {
      const user = await seedUser(one);
      const key = await seedKey(one, user);
      const lists = await during(one, async () => {
        // Right after the write: the replica gets there while the read waits, or the primary answers.
        expect(await emailsOn(one)).toContain(user.email);
      });
      expect(lists.reads + lists.fallbacks).toBe(2);
      await untilUsed();
      await vi.waitFor(async () => {
        const { reads, fallbacks } = await during(one, () => meetingsOn(one));
        expect([reads > 0, fallbacks]).toEqual([true, 0]);
      }, OPTIONS);
      const others = await during(one, async () => {
        expect(await statusOf(one, key.secret)).toBe(200);
        const tokens = '{ apiTokens(first: 10) { nodes { hint } } }';
        expect((await one.graphql(tokens, { admin: one.adminKey })).errors).toBeUndefined();
        const single = `{ user(by: { id: "${user.id}" }) { email } }`;
        expect((await one.graphql(single, { admin: one.adminKey })).errors).toBeUndefined();
      });
      expect(others).toEqual({ reads: 0, fallbacks: 0 });
    });

    it('a conflict with recovery is answered by the primary', async () => {
      await onPrimary('create table disturbed as select 1 as n');
      await onPrimary('grant select on disturbed to public');
      await onReplica('alter system set max_standby_streaming_delay = 0');
      await onReplica('select pg_reload_conf()');
      const work = async () => {
        const read = one.db.heavyRows(
          sql`select n, case when pg_is_in_recovery() then pg_sleep(60) end from disturbed`,
        );
        await vi.waitFor(async () => {
          const running = await onReplica(
            `select from pg_stat_activity where query like '%from disturbed%' and wait_event = 'PgSleep'`,
          );
          expect(running).toHaveLength(1);
        }, OPTIONS);
        await onPrimary('lock table disturbed in access exclusive mode').catch(() => {});
        await onPrimary('alter table disturbed add column m int');
        expect(await read).toMatchObject([{ n: 1 }]);
      };
      expect(await during(one, work)).toEqual({ reads: 0, fallbacks: 1 });
      expect(await noticeOf(one)).toBe('ok');
    });

    it('a statement that is wrong fails as on the primary', async () => {
      await expect(one.db.heavyRows(sql`select 1 / 0`)).rejects.toMatchObject({ code: '22012' });
    });
  });

  describe('that has stopped replaying', () => {
    beforeEach(untilUsed);

    it('whoever wrote, by whichever process, reads what was written', async () => {
      await pauseReplay();
      for (const [writer, reader] of [
        [one, other],
        [other, one],
        [one, one],
      ] as const) {
        const { email, databaseId } = await seedUser(writer);
        expect(await emailsOn(reader)).toContain(email);
        const before = await meetingsOn(reader);
        await seedMeetings(writer, databaseId, 3);
        expect(await meetingsOn(reader)).toBe(before + 3);
      }
      await untilNotice(one, 'not used: lags');
      expect(await figure(one, 'lag_bytes')).toBeGreaterThan(0);
      expect(await figure(one, 'up')).toBe(0);
      await onReplica('select pg_wal_replay_resume()');
      await untilUsed();
      expect(await figure(one, 'up')).toBe(1);
    });

    it('what was revoked works nowhere any more', async () => {
      const user = await seedUser(one);
      const [revoked, suspended] = [await seedKey(one, user), await seedKey(one, user)];
      await untilUsed();
      await pauseReplay();
      for (const server of [one, other]) expect(await statusOf(server, revoked.secret)).toBe(200);
      await one.fetch(`/admin/tokens/${revoked.databaseId}`, {
        method: 'DELETE',
        headers: { 'x-admin-api-key': one.adminKey },
      });
      for (const server of [one, other]) expect(await statusOf(server, revoked.secret)).toBe(401);
      const suspend = `mutation { updateUser(input: { user: { id: "${user.id}" }, isActive: false }) { __typename } }`;
      expect((await other.graphql(suspend, { admin: other.adminKey })).errors).toBeUndefined();
      for (const server of [one, other])
        expect(await statusOf(server, suspended.secret)).not.toBe(200);
    });
  });

  describe('that is away', () => {
    beforeEach(untilUsed);

    it.each([
      ['killed', () => postgres.replica.end('SIGKILL')],
      ['shut down', () => postgres.replica.end('SIGINT')],
      ['silent', async () => postgres.replica.freeze()],
    ])(
      '%s, all reads are answered, and it is used again once it is back',
      async (_what, go) => {
        onTestFinished(async () => {
          await postgres.replica.end('SIGKILL');
          await postgres.replica.start();
        });
        const key = await seedKey(one, await seedUser(one));
        const expected = await emailsOn(one);
        await go();
        // Keys do not wait behind reads that find out.
        const pending = emailsOn(one);
        expect(await statusOf(one, key.secret)).toBe(200);
        expect(await pending).toEqual(expected);
        const answers = await Promise.all(Array.from({ length: 10 }, () => emailsOn(one)));
        expect(answers).toEqual(answers.map(() => expected));
        await untilNotice(one, expect.stringMatching(/^not used: does not respond: \w+/));
        expect(await checkReplica(postgres.primary.url, postgres.replica.url)).toMatchObject({
          verdict: 'warn',
          message: expect.stringMatching(/^The database server /),
        });
      },
      120_000,
    );
  });

  it('of another cluster, it is not used', async () => {
    const url = inject('postgres').url;
    const server = await startNode({ DATABASE_REPLICA_URL: url });
    await untilNotice(
      server,
      expect.stringMatching(/^not used: (takes writes|belongs to another)/),
    );
    expect(await emailsOn(server)).toEqual(await emailsOn(one));
    expect(await figure(server, 'reads_total')).toBe(0);
  });

  it('that is promoted is not used any more', async () => {
    await untilUsed();
    expect(await checkReplica(postgres.primary.url, postgres.replica.url)).toMatchObject({
      verdict: 'ok',
      message: expect.stringMatching(/^It follows the primary, \d+ bytes behind\.$/),
    });
    await onReplica('select pg_promote()');
    // At once, before it has been looked at: what only the promoted server has must not be shown.
    await onReplica(`insert into users (email) values ('nowhere@example.com')`);
    expect(await emailsOn(one)).not.toContain('nowhere@example.com');
    await untilNotice(one, 'not used: takes writes: it was promoted, or is the primary itself');
    expect(await emailsOn(one)).not.toContain('nowhere@example.com');
    expect(await checkReplica(postgres.primary.url, postgres.replica.url)).toMatchObject({
      verdict: 'warn',
      message: expect.stringMatching(/takes writes/),
    });
  });
});

it('without one, nothing is read elsewhere, and nothing says so', async () => {
  const server = await startServer();
  expect(server.db.onReplica).toBeNull();
  expect(server.app.sharedReads.sameOnReplica).toBe(server.app.sharedReads.same);
  const response = await server.fetch('/health/ready');
  expect(await response.json()).not.toMatchObject({ checks: { replica: expect.anything() } });
});
