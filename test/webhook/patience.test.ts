import sql from 'sql-template-tag';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// A world outside that takes as long as it likes.

const PUBLIC = '93.184.215.14';
const LATE = /could not be checked in time/;

let server: TestServer;
let user: SeededUser;
let key: string;
/** How many names are being looked up, and the most there were at once. */
let running = 0;
let most = 0;
/** Whether names are found, are never found, or answer nothing but that they are not there. */
let world: 'quick' | 'silent' | 'gone' = 'quick';
let letGo: () => void = () => {};
let held = Promise.resolve();

beforeAll(async () => {
  server = await startServer({
    env: { DATABASE_POOL_SIZE: '2' },
    outside: {
      resolve: async (_name, signal) => {
        running += 1;
        most = Math.max(most, running);
        if (world === 'silent')
          await new Promise<void>((done) => {
            signal.addEventListener('abort', () => done());
            void held.then(done);
          });
        running -= 1;
        return world === 'gone' || signal.aborted ? [] : [PUBLIC];
      },
      redirectOf: async () => null,
    },
  });
  user = await seedUser(server);
  key = (await seedKey(server, user)).secret;
});
afterAll(() => server.stop());
afterEach(() => void vi.restoreAllMocks());
beforeEach(() => {
  world = 'quick';
  most = 0;
  held = new Promise<void>((done) => {
    letGo = done;
  });
});

function create(email: string, headers: Record<string, string> = {}, data: object = {}) {
  return server.fetch('/admin/users', {
    method: 'POST',
    headers: {
      'x-admin-api-key': server.adminKey,
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify({
      email,
      data: { webhook_url: 'https://hooks.example.com/', webhook_secret: 'hush', ...data },
    }),
  });
}

const idempotent = (text: string) => ({ 'idempotency-key': text });

describe('the check of a webhook', () => {
  it('has five seconds in all, and says so when they are over, in both APIs', async () => {
    world = 'silent';
    const limits = vi.spyOn(AbortSignal, 'timeout');
    const [rest, graphql] = await Promise.all([
      server.fetch('/user/webhook', {
        method: 'PUT',
        headers: { 'x-api-key': key, 'content-type': 'application/json' },
        body: JSON.stringify({ webhook_url: 'https://hooks.example.com/' }),
      }),
      server.graphql<{ setWebhook: object }>(
        `mutation { setWebhook(input: {url: "https://hooks.example.com/"}) {
           __typename ... on InvalidInputError { issues { path message } } } }`,
        { key },
      ),
    ]);
    expect(limits.mock.calls).toEqual([[5_000], [5_000]]);
    expect(rest.status).toBe(400);
    expect(await rest.json()).toEqual({ detail: expect.stringMatching(LATE) });
    expect(graphql.data.setWebhook).toEqual({
      __typename: 'InvalidInputError',
      issues: [{ path: ['url'], message: expect.stringMatching(LATE) }],
    });
  });

  it('holds no connection and no row while it waits, and looks at two addresses of a caller at once', async () => {
    world = 'silent';
    const waiting = Array.from({ length: 20 }, (_, place) =>
      create(`waits${place}@example.com`, idempotent(`waits ${place}`)),
    );
    await until(() => running === 2);
    // There are two connections, and twenty who wait.
    const [open] = await server.db.rows<{ count: number }>(sql`
      select count(*)::int as count from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'`);
    expect(open?.count).toBe(0);
    expect((await server.fetch('/auth/me', { headers: { 'x-api-key': key } })).status).toBe(200);
    letGo();
    const answers = await Promise.all(waiting);
    expect(answers.map(({ status }) => status)).toEqual(waiting.map(() => 201));
    expect(most).toBe(2);
  });

  it('is not made again for a repetition, which answers what the first one did', async () => {
    const first = await create('again@example.com', idempotent('again'));
    expect(first.status).toBe(201);
    world = 'gone';
    const again = await create('again@example.com', idempotent('again'));
    expect(again.status).toBe(201);
    expect(await again.json()).toEqual(await first.json());
    const other = await create('again@example.com', idempotent('again'), { other: 1 });
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ detail: [{ type: 'idempotency_key_reused' }] });
    expect((await create('again@example.com', idempotent('another'))).status).toBe(400);
  });

  it('that finds fault leaves no user, and its key for another try', async () => {
    world = 'gone';
    expect((await create('later@example.com', idempotent('later'))).status).toBe(400);
    world = 'quick';
    expect((await create('later@example.com', idempotent('later'))).status).toBe(201);
  });
});
