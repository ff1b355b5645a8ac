import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { move, recordOne } from '../recording/reports.ts';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { followChanges, nextChange, pause, settlesWithin, untilQuiet } from './changes.ts';

let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer({ env: { SUBSCRIPTION_HEARTBEAT_MS: '100' } });
  user = await seedUser(server, { name: 'Ada' });
});
afterAll(() => server.stop());

function listeners(): Promise<{ pid: number }[]> {
  return server.db.prisma.$queryRaw`select pid from pg_stat_activity
    where datname = current_database() and application_name = 'latchkey live'`;
}

function heartbeats(text: string): number {
  return text.split('\n').filter((line) => line === ':').length;
}

describe('the stream of meetingChanged', () => {
  it('is heard while nothing happens', async () => {
    const seldom = await startServer({ beside: server });
    const all = [await followChanges(server), await followChanges(seldom)] as const;
    try {
      // The library beneath sends some of its own; what both have is not ours.
      await until(() => {
        const [often = 0, rest = 0] = all.map((events) => heartbeats(events.text()));
        return often - rest >= 7;
      });
      await recordOne(server, user);
      expect(await nextChange(all[0])).not.toBeNull();
    } finally {
      for (const events of all) events.close();
      await seldom.stop();
    }
  });

  it('reads everything anew for each event', async () => {
    await untilQuiet();
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
    events.close();
  });

  it('tells every change from its first byte on, also the first one of a process', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const fresh = await startServer({ beside: server });
      const events = await followChanges(fresh);
      const id = await recordOne(server, user);
      expect((await nextChange(events, 2_000))?.databaseId).toBe(id);
      await fresh.stop();
    }
  });

  it('shares one connection with all others', async () => {
    await untilQuiet();
    const all = await Promise.all(Array.from({ length: 20 }, () => followChanges(server)));
    expect(await listeners()).toHaveLength(1);
    const id = await recordOne(server, user);
    const told = await Promise.all(all.map((events) => nextChange(events)));
    expect(told.map((change) => change?.databaseId)).toEqual(Array(20).fill(id));
    for (const events of all) events.close();
  });

  it('costs nothing any longer once nobody reads it', async () => {
    const alone = await statementsOfChange();
    const all = await Promise.all(Array.from({ length: 100 }, () => followChanges(server)));
    expect(await statementsOfChange()).toBeGreaterThan(alone);
    for (const events of all) events.close();
    await Promise.all(all.map(({ ended }) => ended));
    await pause(200);
    expect(await statementsOfChange()).toBe(alone);
  });

  it('ends when the database drops its connection, and a new one works', async () => {
    const events = await followChanges(server);
    const [before] = await listeners();
    await server.db.prisma.$queryRaw`select pg_terminate_backend(${before?.pid}::int)`;
    expect(await settlesWithin(2_000, events.ended)).toBe(true);
    await untilQuiet();
    const again = await followChanges(server);
    const id = await recordOne(server, user);
    expect((await nextChange(again))?.databaseId).toBe(id);
    const [after] = await listeners();
    expect(after?.pid).not.toBe(before?.pid);
    again.close();
  });

  /** Of a change, and of what follows it within a while. */
  async function statementsOfChange(): Promise<number> {
    const from = server.statements.length;
    await recordOne(server, user);
    await pause(400);
    return server.statements.length - from;
  }
});

describe('the end of the service', () => {
  it('ends all streams at once', async () => {
    const own = await startServer();
    const open = await Promise.all(Array.from({ length: 20 }, () => followChanges(own)));
    const since = Date.now();
    await Promise.all([own.stop(), ...open.map(({ ended }) => ended)]);
    expect(Date.now() - since).toBeLessThan(2_000);
    expect(open.map(({ status }) => status)).toEqual(Array(20).fill(200));
  });

  it('is not held up by streams whose readers are gone', async () => {
    const own = await startServer();
    const gone = await Promise.all(Array.from({ length: 100 }, () => followChanges(own)));
    for (const events of gone) events.close();
    await Promise.all(gone.map(({ ended }) => ended));
    const since = Date.now();
    await own.stop();
    expect(Date.now() - since).toBeLessThan(2_000);
  });

  it('of one leaves the streams of another alone, which hears of its changes', async () => {
    const other = await startServer({ beside: server });
    await untilQuiet();
    const here = await followChanges(server);
    const there = await followChanges(other);
    const id = await recordOne(other, user);
    expect((await nextChange(here))?.databaseId).toBe(id);
    expect((await nextChange(there))?.databaseId).toBe(id);
    await other.stop();
    await there.ended;
    await move(server, id, { status: 'STOPPING' });
    expect((await nextChange(here))?.statusName).toBe('stopping');
    here.close();
  });
});
