import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Rows } from '../../src/database/database.ts';
import { usageMeter } from '../../src/usage/meter.ts';
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
