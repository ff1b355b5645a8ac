import { setTimeout as pause } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Rows } from '../../src/data/database.ts';
import { usageMeter } from '../../src/domain/usage/meter.ts';
import { type SeededKey, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let key: SeededKey;
let userId: bigint;
beforeAll(async () => {
  server = await startServer();
  const user = await seedUser(server);
  userId = BigInt(user.databaseId);
});
afterAll(() => server.stop());

const use = () => ({ tokenId: BigInt(key.databaseId), userId, at: new Date(), ip: null });

async function counted(): Promise<number> {
  const [row] = await server.db.rows<{ sum: number }>(sql`
    select coalesce(sum(requests), 0)::int as sum from token_usage_days where token_id = ${key.databaseId}`);
  return row?.sum ?? 0;
}

async function freshKey(): Promise<void> {
  key = await seedKey(server, {
    id: Buffer.from(`User:${userId}`).toString('base64url'),
    databaseId: Number(userId),
    email: '',
  });
}

/** A connection that breaks when the statement has arrived, or before it has. */
function breaking(arrives: boolean): { rows: Rows; mend: () => void } {
  let isBroken = true;
  return {
    mend: () => {
      isBroken = false;
    },
    rows: async (statement) => {
      if (!isBroken) return server.db.rows(statement);
      if (arrives) await server.db.rows(statement);
      throw Object.assign(new Error('Connection terminated unexpectedly'), { code: '08006' });
    },
  };
}

it.each([
  ['arrived', true],
  ['was lost', false],
])('a sum whose acknowledgement never came counts once, whether it %s', async (_what, arrives) => {
  await freshKey();
  const { rows, mend } = breaking(arrives);
  const meter = usageMeter(rows);
  for (let turn = 0; turn < 5; turn += 1) meter.count(use());
  await expect(meter.flush()).rejects.toThrow();
  meter.count(use());
  await expect(meter.flush()).rejects.toThrow();
  mend();
  await meter.flush();
  expect(await counted()).toBe(6);
  await meter.flush();
  expect(await counted()).toBe(6);
});

it('a key whose row is gone takes nothing else with it', async () => {
  await freshKey();
  const meter = usageMeter(server.db.rows);
  meter.count({ ...use(), tokenId: 999_999n });
  meter.count(use());
  await meter.flush();
  expect(await counted()).toBe(1);
});

it('ten flushes at once lose nothing and write nothing twice', async () => {
  await freshKey();
  const meter = usageMeter(server.db.rows);
  const flushes: Promise<void>[] = [];
  for (let turn = 0; turn < 100; turn += 1) {
    meter.count(use());
    flushes.push(meter.flush());
  }
  await Promise.all(flushes);
  expect(await counted()).toBe(100);
});

describe('many who ask at once', () => {
  /** A slow way, and how often it was gone. */
  function slow(whenGone: () => void = () => {}): { rows: Rows; rounds: () => number } {
    let rounds = 0;
    return {
      rounds: () => rounds,
      rows: async (statement) => {
        rounds += 1;
        await pause(10);
        whenGone();
        return server.db.rows(statement);
      },
    };
  }

  it('share the next statement while one is under way, though more and more is counted', async () => {
    await freshKey();
    const { rows, rounds } = slow(() => meter.count(use()));
    const meter = usageMeter(rows);
    meter.count(use());
    const flushes = [meter.flush()];
    for (let turn = 0; turn < 100; turn += 1) {
      meter.count(use());
      flushes.push(meter.flush());
    }
    await Promise.all(flushes);
    expect(rounds()).toBe(2);
    expect(await counted()).toBe(1 + 100 + 1);
    await meter.flush();
    expect(await counted()).toBe(103);
  });

  it('each find their own request in what was written, whenever they come', async () => {
    await freshKey();
    const { rows, rounds } = slow();
    const meter = usageMeter(rows);
    let before = 0;
    const client = async (turn: number) => {
      await pause(turn % 50);
      meter.count(use());
      before += 1;
      const own = before;
      await meter.flush();
      expect(await counted()).toBeGreaterThanOrEqual(own);
    };
    await Promise.all(Array.from({ length: 200 }, (_, turn) => client(turn)));
    expect(await counted()).toBe(200);
    expect(rounds()).toBeLessThan(20);
  });

  it('hear of it when the statement that they share fails, and lose nothing', async () => {
    await freshKey();
    const { rows, mend } = breaking(false);
    const meter = usageMeter(rows);
    const flushes = [1, 2, 3].map(() => {
      meter.count(use());
      return meter.flush();
    });
    expect((await Promise.allSettled(flushes)).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
      'rejected',
    ]);
    expect(meter.unwritten()).toBe(3);
    mend();
    await meter.flush();
    expect([await counted(), meter.unwritten()]).toEqual([3, 0]);
  });
});
