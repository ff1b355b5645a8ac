import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { query } from '../database/scratch.ts';
import { hasPgBouncer, startPgBouncer } from '../support/pgbouncer.ts';
import { debianBinDir } from '../support/postgres.ts';
import {
  createReplicatedPostgres,
  type ReplicatedPostgres,
} from '../support/replicated-postgres.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What hinders a read on its way to the replica: it is answered by the primary, once, or by nobody.

const programs = debianBinDir();
const OPTIONS = { timeout: 60_000, interval: 50 };
const USERS = '{ users(first: 100) { nodes { email } } }';

describe.skipIf(programs === null)('with a replica', () => {
  let postgres: ReplicatedPostgres;
  beforeAll(async () => {
    postgres = await createReplicatedPostgres({ programs: programs ?? '' });
  });
  afterAll(() => postgres.remove());

  const onReplica = (text: string) => query(postgres.replica.superuserUrl, text);
  const onPrimary = (text: string) => query(postgres.primary.superuserUrl, text);

  /** A process that uses the replica, with settings of its own. */
  async function startNode(env: Readonly<Record<string, string>> = {}): Promise<TestServer> {
    const server = await startServer({
      beside: { databaseUrl: postgres.primary.url },
      env: { DATABASE_REPLICA_URL: postgres.replica.url, ...env },
    });
    onTestFinished(() => server.stop());
    await untilUsed(server);
    return server;
  }
  const untilUsed = ({ fetch }: TestServer) =>
    vi.waitFor(async () => {
      const response = await fetch('/health/ready');
      expect(await response.json()).toMatchObject({ checks: { replica: 'ok' } });
    }, OPTIONS);

  async function figure({ fetch, adminKey }: TestServer, name: string): Promise<number> {
    const response = await fetch('/metrics', { headers: { 'x-admin-api-key': adminKey } });
    const line = new RegExp(`^latchkey_replica_${name} (.*)$`, 'm').exec(await response.text());
    return Number(line?.[1]);
  }
  async function emailsOn(server: TestServer): Promise<readonly string[]> {
    const { data, errors } = await server.graphql<{ users: { nodes: { email: string }[] } }>(
      USERS,
      { admin: server.adminKey },
    );
    expect(errors).toBeUndefined();
    return data.users.nodes.map(({ email }) => email);
  }

  it('a read that takes all of its time there is not begun again on the primary', async () => {
    const server = await startNode({ DATABASE_STATEMENT_TIMEOUT_MS: '1000' });
    const before = await figure(server, 'fallbacks_total');
    await expect(server.db.heavyRows(sql`select pg_sleep(600)`)).rejects.toMatchObject({
      code: '57014',
    });
    expect(await figure(server, 'fallbacks_total')).toBe(before);
    expect(await figure(server, 'up')).toBe(1);
  });

  it('where the primary does not say its position, it answers the read', async () => {
    // Nothing else ends the wait in the time of a request.
    const server = await startNode({ DATABASE_STATEMENT_TIMEOUT_MS: '600000' });
    const { email } = await seedUser(server);
    const asking = await onPrimary(
      `select pid from pg_stat_activity where application_name = 'latchkey replica'`,
    );
    expect(asking).not.toEqual([]);
    const pids = asking.map(({ pid }) => Number(pid));
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    onTestFinished(() => {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    });
    expect(await emailsOn(server)).toContain(email);
    // By another connection.
    await vi.waitFor(async () => {
      const before = await figure(server, 'reads_total');
      await emailsOn(server);
      expect(await figure(server, 'reads_total')).toBeGreaterThan(before);
    }, OPTIONS);
  });

  it('where the primary has never said its position, the readiness says so', async () => {
    const position = 'function pg_current_wal_insert_lsn()';
    await onPrimary(`revoke execute on ${position} from public`);
    onTestFinished(() => onPrimary(`grant execute on ${position} to public`).then(() => {}));
    const server = await startServer({
      beside: { databaseUrl: postgres.primary.url },
      env: { DATABASE_REPLICA_URL: postgres.replica.url },
    });
    onTestFinished(() => server.stop());
    await vi.waitFor(async () => {
      const response = await server.fetch('/health/ready');
      expect(await response.json()).toMatchObject({
        checks: { replica: 'not used: the primary has not said its position yet' },
      });
    }, OPTIONS);
    await onPrimary(`grant execute on ${position} to public`);
    await untilUsed(server);
  });

  it('connections to one that lags are kept', async () => {
    const server = await startNode();
    await emailsOn(server);
    const connections = () =>
      onReplica(`select pid from pg_stat_activity where application_name = 'latchkey replica'`);
    const before = await connections();
    expect(before).not.toEqual([]);
    await onReplica('select pg_wal_replay_pause()');
    onTestFinished(() => onReplica('select pg_wal_replay_resume()').then(() => {}));
    const { email } = await seedUser(server);
    await vi.waitFor(async () => {
      const fallbacks = await figure(server, 'fallbacks_total');
      expect(await emailsOn(server)).toContain(email);
      expect(await figure(server, 'fallbacks_total')).toBeGreaterThan(fallbacks);
    }, OPTIONS);
    expect(await figure(server, 'wait_seconds_total')).toBeGreaterThan(0);
    expect(await connections()).toEqual(expect.arrayContaining([...before]));
  });

  it.runIf(hasPgBouncer())('behind PgBouncer it answers as without', async () => {
    const pooler = await startPgBouncer(postgres.replica.url);
    const address = Object.assign(new URL(postgres.replica.url), { port: String(pooler.port) });
    const server = await startNode({ DATABASE_REPLICA_URL: `${address.href}?pgbouncer=true` });
    onTestFinished(() => pooler.stop());
    const { email } = await seedUser(server);
    await vi.waitFor(async () => {
      const before = await figure(server, 'reads_total');
      expect(await emailsOn(server)).toContain(email);
      expect(await figure(server, 'reads_total')).toBeGreaterThan(before);
    }, OPTIONS);
    await expect(server.db.heavyRows(sql`select 1 / 0`)).rejects.toMatchObject({ code: '22012' });
  });
});
