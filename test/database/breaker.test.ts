import { setTimeout as pause } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { INTERNAL_SECRET } from '../gateway/validate-key.ts';
import { openWire, type Wire } from '../gateway/wire.ts';
import { untilSomebodyWaits } from '../support/locks.ts';
import { type SeededKey, seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** Longer than a test may take: nobody is answered because a statement took too long. */
const NEVER_MS = '600000';

let home: TestServer;
let wire: Wire;
let node: TestServer;
let key: SeededKey;

beforeAll(async () => {
  home = await startServer();
  wire = await openWire(home.databaseUrl);
  const user = await seedUser(home);
  key = await seedKey(home, user);
  await seedMeetings(home, user.databaseId, 3);
});
afterAll(async () => {
  await wire.cut();
  await home.stop();
});

const me = () => node.fetch('/auth/me', { headers: { 'x-api-key': key.secret } });
const ready = async () => {
  const response = await node.fetch('/health/ready');
  const { checks } = (await response.json()) as { checks: Record<string, string> };
  return { status: response.status, checks, retryAfter: response.headers.get('retry-after') };
};
const validate = () =>
  node.fetch('/internal/validate', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-internal-secret': INTERNAL_SECRET },
    body: JSON.stringify({ token: key.secret }),
  });
const logged = (text: string) => node.logLines.filter((line) => line.includes(text)).length;

describe('a database that', () => {
  beforeAll(async () => {
    const env = { DATABASE_STATEMENT_TIMEOUT_MS: NEVER_MS, INTERNAL_API_SECRET: INTERNAL_SECRET };
    node = await startServer({ beside: { databaseUrl: wire.url }, env });
  });
  afterAll(() => node.stop());
  beforeEach(async () => {
    await wire.mend();
    await vi.waitFor(async () => expect((await ready()).status).toBe(200), 60_000);
    expect((await me()).status).toBe(200);
    node.logLines.length = 0;
  });

  it.each([
    ['falls silent', () => wire.silence()],
    ['goes away', () => wire.cut()],
  ])(
    '%s is found out once for all, refused at once from then on, and taken back',
    async (_what, go) => {
      await go();
      // Not one by one: those under way are refused together, when the first of them is.
      const first = await Promise.all(Array.from({ length: 20 }, me));
      expect(first.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 503));
      for (let request = 0; request < 20; request += 1) {
        const answer = await me();
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
      }
      expect(await ready()).toMatchObject({
        status: 503,
        checks: { database: expect.stringMatching(/^does not respond: [\w ]+$/) },
        retryAfter: '1',
      });
      expect(logged('does not respond; requests are refused')).toBe(1);
      await wire.mend();
      await vi.waitFor(async () => expect((await me()).status).toBe(200), 60_000);
      expect((await ready()).checks).toMatchObject({ database: 'ok', migrations: 'ok' });
      expect(logged('responds again')).toBe(1);
    },
  );

  it('falls silent while nobody asks it anything is found out by readiness', async () => {
    wire.silence();
    expect(await ready()).toMatchObject({
      status: 503,
      checks: { database: 'does not respond: ETIMEDOUT' },
    });
  });

  it('falls silent in a transaction lets its connection go', async () => {
    const running = node.db.transaction(async (rows) => {
      await rows(sql`select 1`);
      wire.silence();
      await rows(sql`select 2`);
    });
    await expect(running).rejects.toThrow();
    await wire.mend();
    await vi.waitFor(async () => expect((await me()).status).toBe(200), 60_000);
  });

  it('is busy with one slow statement, or a lock, is not taken for one that is away', async () => {
    const slow = node.db.rows(sql`select pg_sleep(3)`);
    await pause(2_500);
    expect((await me()).status).toBe(200);
    await slow;
    expect(logged('does not respond')).toBe(0);
  });
});

it('keys and readiness are answered while every connection for requests is taken', async () => {
  node = await startServer({
    beside: { databaseUrl: home.databaseUrl },
    env: {
      INTERNAL_API_SECRET: INTERNAL_SECRET,
      RATE_LIMIT_STORE: 'postgres',
      DATABASE_STATEMENT_TIMEOUT_MS: NEVER_MS,
    },
  });
  let isOver = false;
  const { promise: unlocked, resolve: unlock } = Promise.withResolvers<void>();
  const holder = home.db.transaction(async (rows) => {
    await rows(sql`lock table meetings in access exclusive mode`);
    await unlocked;
  });
  const reads = Array.from({ length: 40 }, (_, place) =>
    node.db.rows(sql`select from meetings where id = ${place}`).catch(() => null),
  );
  const over = Promise.all(reads).then(() => {
    isOver = true;
  });
  await untilSomebodyWaits(home.db);
  const statuses = [(await me()).status, (await validate()).status, (await ready()).status];
  expect([statuses, isOver]).toEqual([[200, 200, 200], false]);
  unlock();
  await holder;
  await over;
});
