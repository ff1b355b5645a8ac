import fc from 'fast-check';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Rows } from '../../src/data/database.ts';
import { usageMeter } from '../../src/domain/usage/meter.ts';
import { loadUsage } from '../../src/domain/usage/service.ts';
import { untilSomebodyWaits } from '../support/locks.ts';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { readLists } from './last-uses.ts';
import {
  expectBetween,
  KEYS,
  type Known,
  NOW,
  note,
  nothing,
  type ReadKey,
  type ReadUsage,
  reportedOf,
  type Step,
  step,
  type Usage,
  type Used,
} from './usage-model.ts';

// Usage is read without being written first: what is written and what only the process knows add up.

const HOUR = 3_600_000;

const USAGE = `usage { totalRequests requestsToday lastUsedAt
  daily(range: {start: "2026-03-09T00:00:00Z", end: "2026-03-11T00:00:00Z"}) { requests } }`;

describe('what is counted and not yet written', () => {
  let now = NOW;
  let server: TestServer;
  let other: TestServer;
  let user: SeededUser;
  let keys: SeededKey[];
  beforeAll(async () => {
    const clock = () => now;
    server = await startServer({ clock });
    other = await startServer({ clock, beside: server });
  });
  afterAll(async () => {
    await other.stop();
    await server.stop();
  });
  beforeEach(fresh);

  async function fresh(): Promise<void> {
    now = NOW;
    user = await seedUser(server);
    keys = [];
    for (let made = 0; made < KEYS; made += 1) keys.push(await seedKey(server, user));
  }

  const keyAt = (place: number) => keys[place] as SeededKey;
  const me = ({ fetch }: TestServer, key: SeededKey) =>
    fetch('/auth/me', { headers: { 'x-api-key': key.secret } });
  const count = ({ app }: TestServer, key: SeededKey, at: Date) =>
    app.usage.count({
      tokenId: BigInt(key.databaseId),
      userId: BigInt(user.databaseId),
      at,
      ip: null,
    });

  async function readAll(): Promise<{ usage: ReadUsage; keys: readonly ReadKey[] }> {
    const { data } = await server.graphql<{
      user: { usage: ReadUsage; apiTokens: { nodes: ReadKey[] } };
    }>(
      `{ user(by: {id: "${user.id}"}) { ${USAGE}
        apiTokens(orderBy: {field: CREATED_AT, direction: ASC}) { nodes { databaseId lastUsedAt ${USAGE} } } } }`,
      { admin: server.adminKey },
    );
    return { usage: data.user.usage, keys: data.user.apiTokens.nodes };
  }

  async function readOne(place: number): Promise<Usage> {
    const { data } = await server.graphql<{ apiToken: { usage: Usage } }>(
      `{ apiToken(by: {id: "${keyAt(place).id}"}) { usage { totalRequests requestsToday lastUsedAt } } }`,
      { admin: server.adminKey },
    );
    return data.apiToken.usage;
  }

  describe('at random', () => {
    /** What is read while more is counted and written lies between what was known before and after it. */
    async function checkRead(model: readonly Known[]): Promise<void> {
      const before = structuredClone(model);
      const { usage, keys: told } = await readAll();
      const after = structuredClone(model);
      for (const [place, all] of [usage, ...told.map((key) => key.usage)].entries())
        expectBetween(before[place] as Known, reportedOf(all), after[place] as Known);
      for (const [place, { lastUsedAt }] of told.entries()) {
        const last = lastUsedAt === null ? 0 : Date.parse(lastUsedAt);
        expect(last).toBeGreaterThanOrEqual(before[place + 1]?.last ?? 0);
        expect(last).toBeLessThanOrEqual(after[place + 1]?.last ?? 0);
      }
    }

    async function use(model: Known[], one: Used): Promise<void> {
      const at = new Date(NOW.getTime() - one.hours * HOUR);
      count(one.isElsewhere ? other : server, keyAt(one.key), at);
      // What another process has counted is known here once it is written.
      if (one.isElsewhere) await other.app.usage.flush();
      for (const place of [0, one.key + 1]) note(model[place] as Known, at);
    }

    const settle = (going: Promise<unknown>[]) => Promise.all(going.splice(0));

    async function perform(one: Step, model: Known[], going: Promise<unknown>[]): Promise<void> {
      switch (one.what) {
        case 'read':
          going.push(checkRead(model));
          break;
        case 'flush':
          going.push(server.app.usage.flush());
          break;
        case 'wait':
          await settle(going);
          break;
        default:
          if (one.isElsewhere) await settle(going);
          await use(model, one);
      }
    }

    async function play(steps: readonly Step[]): Promise<void> {
      // Of the user, and of each key.
      const model = Array.from({ length: KEYS + 1 }, nothing);
      const going: Promise<unknown>[] = [];
      for (const one of steps) await perform(one, model, going);
      await settle(going);
      await checkRead(model);
      await server.app.usage.flush();
      await checkRead(model);
    }

    it('is in every figure at once, and stays in it once while it is written', async () => {
      const property = fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        await fresh();
        await play(steps);
      });
      await fc.assert(property, { numRuns: 30, seed: 20_261_127, endOnFailure: true });
    });
  });

  it('counts once while it is being written, and nobody who reads waits for that', async () => {
    const [key] = keys as [SeededKey];
    await me(server, key);
    now = new Date(NOW.getTime() + 1_000);
    await me(server, key);
    let flushed: Promise<void> = Promise.resolve();
    const last = new Date(NOW.getTime() + 2_000);
    await server.db.transaction(async (rows) => {
      await rows(sql`lock table token_usage in exclusive mode`);
      flushed = server.app.usage.flush();
      await untilSomebodyWaits(server.db);
      expect(await readOne(0)).toMatchObject({ totalRequests: 2, requestsToday: 2 });
      now = last;
      await me(server, key);
      expect(await readOne(0)).toMatchObject({ totalRequests: 3, requestsToday: 3 });
      for (const list of await readLists(server, user))
        expect(list).toEqual([last.toISOString(), ...Array(KEYS - 1).fill(null)]);
    });
    await flushed;
    expect(await readOne(0)).toMatchObject({ totalRequests: 3, requestsToday: 3 });
    await server.app.usage.flush();
    expect(await readOne(0)).toEqual({
      totalRequests: 3,
      requestsToday: 3,
      lastUsedAt: last.toISOString(),
    });
    for (const list of await readLists(server, user)) expect(list[0]).toBe(last.toISOString());
  });

  it.each([
    ['arrived', true],
    ['was lost', false],
  ])(
    'counts once when nobody knows whether it is written, whether it %s',
    async (_what, arrives) => {
      let isBroken = true;
      const rows: Rows = async (statement) => {
        if (isBroken && !arrives) throw new Error('Connection terminated');
        const found = await server.db.rows(statement);
        if (isBroken) throw new Error('Connection terminated');
        return found as never;
      };
      const usage = usageMeter(rows);
      const [key] = keys as [SeededKey];
      const ids = [BigInt(key.databaseId)];
      const total = async () => (await loadUsage({ ...server.app, usage }, 'token', ids))[0];
      const use = () => count({ ...server, app: { ...server.app, usage } }, key, NOW);
      use();
      use();
      await expect(usage.flush()).rejects.toThrow();
      use();
      expect(await total()).toMatchObject({ totalRequests: 3n, requestsToday: 3n });
      isBroken = false;
      await usage.flush();
      expect(await total()).toMatchObject({ totalRequests: 3n, requestsToday: 3n });
    },
  );

  it('is of the day on which it was counted, whenever it is written', async () => {
    const [key] = keys as [SeededKey];
    now = new Date('2026-03-10T23:59:59.999Z');
    await me(server, key);
    expect(await readOne(0)).toMatchObject({ totalRequests: 1, requestsToday: 1 });
    now = new Date('2026-03-11T00:00:00.000Z');
    expect(await readOne(0)).toMatchObject({ totalRequests: 1, requestsToday: 0 });
    await me(server, key);
    expect(await readOne(0)).toMatchObject({ totalRequests: 2, requestsToday: 1 });
    await server.app.usage.flush();
    expect(await readOne(0)).toMatchObject({ totalRequests: 2, requestsToday: 1 });
    expect((await readAll()).usage.daily.map(({ requests }) => requests)).toEqual([0, 1]);
  });

  it('goes with its key', async () => {
    const [key, gone] = keys as [SeededKey, SeededKey];
    await me(server, key);
    await me(server, gone);
    await server.db.rows(sql`delete from api_tokens where id = ${gone.databaseId}`);
    const figures = async () => {
      const { usage } = await readAll();
      return [usage.totalRequests, usage.daily.map(({ requests }) => requests)];
    };
    expect(await figures()).toEqual([1, [0, 1]]);
    await server.app.usage.flush();
    expect(await figures()).toEqual([1, [0, 1]]);
  });

  it('takes no statement of its own to read the last use in a list of keys', async () => {
    await me(server, keyAt(0));
    const document = `{ user(by: {id: "${user.id}"}) { apiTokens { nodes { lastUsedAt } } } }`;
    server.statements.length = 0;
    await server.graphql(document, { admin: server.adminKey });
    const [first, second, ...more] = server.statements;
    expect([first, second]).toEqual([
      expect.stringContaining('from users u'),
      expect.stringContaining('from api_tokens t'),
    ]);
    expect(more).toEqual([]);
  });
});
