import fc from 'fast-check';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Rows } from '../../src/data/database.ts';
import { migrate } from '../../src/data/migrations/migrate.ts';
import { usageMeter } from '../../src/domain/usage/meter.ts';
import { loadUsage } from '../../src/domain/usage/service.ts';
import {
  copyOfMigrations,
  createScratchDatabase,
  dropScratchDatabase,
  query,
} from '../database/scratch.ts';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What a key was used for in all stands beside what it was used for on each day: the two never differ.

const NOW = Date.UTC(2026, 2, 10, 12);
const KEYS = 6;
const PROCESSES = 3;
const HOUR = 3_600_000;

/** What happens in one process: a request, or a round of writing that goes well or does not. */
const step = fc.oneof(
  fc.record({
    what: fc.constant('use' as const),
    process: fc.nat(PROCESSES - 1),
    key: fc.nat(KEYS - 1),
    at: fc.integer({ min: 0, max: 24 * 9 }).map((hours) => new Date(NOW - hours * HOUR)),
    ip: fc.constantFrom(null, '192.0.2.1', '192.0.2.2'),
  }),
  fc.record({
    what: fc.constantFrom('flush' as const, 'lost' as const, 'unheard' as const),
    process: fc.nat(PROCESSES - 1),
  }),
);

type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

describe('totals of usage', () => {
  let server: TestServer;
  let users: SeededUser[];
  let keys: (SeededKey & { readonly user: SeededUser })[];
  beforeAll(async () => {
    server = await startServer({ clock: () => new Date(NOW) });
  });
  afterAll(() => server.stop());
  beforeEach(freshKeys);

  async function freshKeys(): Promise<void> {
    users = [await seedUser(server), await seedUser(server)];
    keys = [];
    for (let turn = 0; turn < KEYS; turn += 1) {
      const user = users[turn % 2] as SeededUser;
      keys.push({ ...(await seedKey(server, user)), user });
    }
  }

  /** A way to the database of which the next statement may come to harm. */
  function fragile() {
    let harm: 'flush' | 'lost' | 'unheard' = 'flush';
    const rows: Rows = async (statement) => {
      const fate = harm;
      harm = 'flush';
      if (fate === 'lost') throw new Error('Connection terminated');
      const answer = await server.db.rows(statement);
      if (fate === 'unheard') throw new Error('Connection terminated');
      return answer as never;
    };
    return {
      meter: usageMeter(rows),
      harm: (next: typeof harm) => {
        harm = next;
      },
    };
  }

  /** @returns how often each key was used */
  async function live(steps: readonly Step[]): Promise<bigint[]> {
    const processes = Array.from({ length: PROCESSES }, fragile);
    const used = keys.map(() => 0n);
    for (const one of steps) {
      const { meter, harm } = processes[one.process] as ReturnType<typeof fragile>;
      if (one.what === 'use') {
        const { databaseId, user } = keys[one.key] as (typeof keys)[number];
        const ids = { tokenId: BigInt(databaseId), userId: BigInt(user.databaseId) };
        meter.count({ ...ids, at: one.at, ip: one.ip });
        used[one.key] = (used[one.key] ?? 0n) + 1n;
        continue;
      }
      harm(one.what);
      await meter.flush().catch(() => {});
      harm('flush');
    }
    await Promise.all(processes.map(({ meter }) => meter.flush()));
    return used;
  }

  const daysOf = (ids: readonly bigint[]) =>
    server.db.rows<{ requests: bigint; first: Date | null; last: Date | null; today: bigint }>(sql`
      select coalesce(sum(requests), 0)::bigint as requests, min(first_at) as first, max(last_at) as last,
        coalesce(sum(requests) filter (where day = ${new Date(NOW)}::date), 0)::bigint as today
      from token_usage_days where token_id = any(${ids}::bigint[])`);

  async function expectSumOfDays(of: 'token' | 'user', id: number, ids: bigint[]): Promise<bigint> {
    await server.app.usage.flush();
    const [usage] = await loadUsage(server.app, of, [BigInt(id)]);
    const [days] = await daysOf(ids);
    expect(usage).toMatchObject({
      totalRequests: days?.requests,
      firstUsedAt: days?.first,
      lastUsedAt: days?.last,
      requestsToday: days?.today,
    });
    return usage?.totalRequests ?? -1n;
  }

  it('are the sums of the days, whatever processes did and whatever befell them', async () => {
    const property = fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
      await freshKeys();
      const used = await live(steps);
      for (const [place, { databaseId }] of keys.entries())
        expect(await expectSumOfDays('token', databaseId, [BigInt(databaseId)])).toBe(used[place]);
      for (const user of users) {
        const own = keys.filter((key) => key.user === user);
        const ids = own.map(({ databaseId }) => BigInt(databaseId));
        await expectSumOfDays('user', user.databaseId, ids);
      }
    });
    await fc.assert(property, { numRuns: 25, seed: 20_261_122, endOnFailure: true });
  });

  it('stay with the user when its keys end, and when it is deleted', async () => {
    const [user] = users as [SeededUser];
    const own = keys.filter((key) => key.user === user);
    for (const { databaseId } of own)
      server.app.usage.count({
        tokenId: BigInt(databaseId),
        userId: BigInt(user.databaseId),
        at: new Date(NOW),
        ip: null,
      });
    const ids = own.map(({ databaseId }) => BigInt(databaseId));
    const admin = { admin: server.adminKey };
    await server.graphql(
      `mutation { revokeToken(input: {id: "${own[0]?.id}"}) { __typename } }`,
      admin,
    );
    expect(await expectSumOfDays('user', user.databaseId, ids)).toBe(3n);
    await server.graphql(
      `mutation { deleteUser(input: {id: "${user.id}"}) { __typename } }`,
      admin,
    );
    expect(await expectSumOfDays('user', user.databaseId, ids)).toBe(3n);
  });

  it('are read without a look at days that are over', async () => {
    const [user] = users as [SeededUser];
    const key = keys[0] as SeededKey;
    const meter = usageMeter(server.db.rows);
    const use = { tokenId: BigInt(key.databaseId), userId: BigInt(user.databaseId), ip: null };
    for (let days = 0; days < 30; days += 1)
      meter.count({ ...use, at: new Date(NOW - days * 24 * HOUR) });
    await meter.flush();
    // What nobody reads can go, and the total stays.
    await server.db.rows(sql`
      delete from token_usage_days where token_id = ${key.databaseId} and day < ${new Date(NOW)}::date`);
    for (const [of, id] of [
      ['token', key.databaseId],
      ['user', user.databaseId],
    ] as const) {
      expect(await loadUsage(server.app, of, [BigInt(id)])).toMatchObject([
        { totalRequests: 30n, requestsToday: 1n, firstUsedAt: new Date(NOW - 29 * 24 * HOUR) },
      ]);
    }
  });
});

const TOTALS = '20261122130000_usage_totals';

it('a database that has only days so far gets its totals from them', async () => {
  const url = await createScratchDatabase();
  using older = copyOfMigrations();
  older.remove(TOTALS);
  await migrate({ connectionString: url }, { directory: older.path });
  await query(
    url,
    `insert into users (email) values ('a@example.com');
     insert into api_tokens (user_id, digest, hint, scopes)
       select 1, sha256(n::text::bytea), 'x', '{bot}' from generate_series(1, 3) n;
     insert into token_usage_days (token_id, day, user_id, requests, first_at, last_at, last_ip) values
       (1, '2026-03-01', 1, 5, '2026-03-01T10:00Z', '2026-03-01T11:00Z', '192.0.2.1'),
       (1, '2026-03-02', 1, 7, '2026-03-02T10:00Z', '2026-03-02T11:00Z', null),
       (2, '2026-03-02', 1, 1, '2026-03-02T12:00Z', '2026-03-02T12:00Z', null)`,
  );
  await migrate({ connectionString: url });
  const rows = await query(url, 'select * from token_usage order by token_id');
  await dropScratchDatabase(url);
  expect(rows).toEqual([
    {
      token_id: '1',
      requests: '12',
      first_at: new Date('2026-03-01T10:00Z'),
      last_at: new Date('2026-03-02T11:00Z'),
      last_ip: '192.0.2.1',
    },
    {
      token_id: '2',
      requests: '1',
      first_at: new Date('2026-03-02T12:00Z'),
      last_at: new Date('2026-03-02T12:00Z'),
      last_ip: null,
    },
  ]);
});
