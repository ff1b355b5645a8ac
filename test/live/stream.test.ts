import { Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { move, recordOne } from '../recording/reports.ts';
import { heartbeats } from '../support/events.ts';
import { lockTables, statementsUnderWay } from '../support/locks.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { followChanges, keyChecks, nextChange, untilQuiet } from './changes.ts';

const HEARTBEAT = { SUBSCRIPTION_HEARTBEAT_MS: '100' };
const NO_MEETING = 999_999_999;

let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer({ env: HEARTBEAT });
  user = await seedUser(server, { name: 'Ada' });
});
afterEach(() => void vi.restoreAllMocks());
afterAll(() => server.stop());

function listeners(): Promise<{ pid: number }[]> {
  return server.db.prisma.$queryRaw`select pid from pg_stat_activity
    where datname = current_database() and application_name = 'latchkey live'`;
}

describe('the stream of meetingChanged', () => {
  it('is heard while nothing happens', async () => {
    const seldom = await startServer({ beside: server });
    const all = [await followChanges(server), await followChanges(seldom)] as const;
    // The library beneath sends some of its own; what both have is not ours.
    await until(() => {
      const [often = 0, rest = 0] = all.map((events) => heartbeats(events.text()));
      return often - rest >= 7;
    });
    await recordOne(server, user);
    expect(await nextChange(all[0])).not.toBeNull();
  });

  it('reads everything anew for each event', async () => {
    await untilQuiet(server);
    const events = await followChanges(server);
    const id = await recordOne(server, user);
    expect((await nextChange(events))?.user.name).toBe('Ada');
    await server.db.prisma.user.update({
      where: { id: BigInt(user.databaseId) },
      data: { name: 'Ada Lovelace' },
    });
    await move(server, id, { status: 'STOPPING' });
    expect(await nextChange(events)).toMatchObject({
      statusName: 'stopping',
      user: { name: 'Ada Lovelace' },
    });
  });

  it('tells every change from its first byte on, also the first one of a process', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const fresh = await startServer({ beside: server });
      const events = await followChanges(fresh);
      const id = await recordOne(server, user);
      expect((await nextChange(events))?.databaseId).toBe(id);
      await fresh.stop();
    }
  });

  it('shares one connection with all others', async () => {
    await untilQuiet(server);
    const all = await Promise.all(Array.from({ length: 20 }, () => followChanges(server)));
    expect(await listeners()).toHaveLength(1);
    const id = await recordOne(server, user);
    const told = await Promise.all(all.map((events) => nextChange(events)));
    expect(told.map((change) => change?.databaseId)).toEqual(Array(20).fill(id));
  });

  it('costs nothing any longer once nobody reads it', async () => {
    const reader = await startServer({ beside: server, env: HEARTBEAT });
    const { secret: key } = await seedKey(server, user);
    const witness = await followWitness(reader);
    const followIdle = () =>
      followChanges(reader, `(meeting: {databaseId: ${NO_MEETING}})`, { key });
    await Promise.all(Array.from({ length: 99 }, followIdle));
    const read = await followChanges(reader, '', { key });
    const id = await recordOne(server, user);
    expect((await nextChange(read))?.databaseId).toBe(id);
    expect(keyChecks(reader)).toBe(1);
    read.close();
    // A user has a hundred: there is room for another once the process has noticed.
    while ((await (await followIdle()).refusal()) !== null);
    await recordOne(server, user);
    await witness();
    expect(keyChecks(reader)).toBe(1);
  });

  it('ends when the database drops its connection, and a new one works', async () => {
    const events = await followChanges(server);
    const [before] = await listeners();
    await server.db.prisma.$queryRaw`select pg_terminate_backend(${before?.pid}::int)`;
    await events.ended;
    const again = await followChanges(server);
    const id = await recordOne(server, user);
    expect((await nextChange(again))?.databaseId).toBe(id);
    const [after] = await listeners();
    expect(after?.pid).not.toBe(before?.pid);
  });

  /** Comes back once a process has been notified of all that was reported before, and checks no key. */
  async function followWitness(process: TestServer): Promise<() => Promise<void>> {
    const someone = await seedUser(server);
    const events = await followChanges(process, `(userId: "${someone.id}")`);
    return async () => {
      const id = await recordOne(server, someone);
      expect((await nextChange(events))?.databaseId).toBe(id);
    };
  }
});

describe('the end of the service', () => {
  it('ends all streams at once', async () => {
    const own = await startServer();
    const open = await Promise.all(Array.from({ length: 20 }, () => followChanges(own)));
    // A stop waits for requests, and cuts off what has not ended after a while.
    const lock = await lockTables(own, 'meetings');
    const held = own.graphql('{ meetings(first: 1) { totalCount } }', { admin: own.adminKey });
    await until(async () => (await statementsUnderWay(own)) > 0);
    const stopped = own.stop();
    await Promise.all(open.map(({ ended }) => ended));
    await lock.release();
    expect((await held).status).toBe(200);
    await stopped;
    expect(open.map(({ status }) => status)).toEqual(Array(20).fill(200));
  });

  it('is not held up by streams whose readers are gone', async () => {
    const own = await startServer();
    const gone = await Promise.all(Array.from({ length: 100 }, () => followChanges(own)));
    for (const events of gone) events.close();
    await Promise.all(gone.map(({ ended }) => ended));
    const cut = vi.spyOn(Server.prototype, 'closeAllConnections');
    await own.stop();
    expect(cut).not.toHaveBeenCalled();
  });

  it('of one leaves the streams of another alone, which hears of its changes', async () => {
    const other = await startServer({ beside: server });
    await untilQuiet(server);
    const here = await followChanges(server);
    const there = await followChanges(other);
    const id = await recordOne(other, user);
    expect((await nextChange(here))?.databaseId).toBe(id);
    expect((await nextChange(there))?.databaseId).toBe(id);
    await other.stop();
    await there.ended;
    await move(server, id, { status: 'STOPPING' });
    expect((await nextChange(here))?.statusName).toBe('stopping');
  });
});
