import { setTimeout as pause } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { followChanges } from '../live/changes.ts';
import { createOwnPostgres, type OwnPostgres } from '../support/own-postgres.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { startWriters, type Writers } from '../support/writers.ts';

const WRITERS = 8;

let server: TestServer;
let writers: Writers;

/** An answer was what it should be, or a 503 that says when to come back. */
function expectOnlyRefusals({ answers, failures }: Writers): void {
  const odd = answers.filter(
    ({ status, retryAfter }) =>
      !(status === 200 || status === 201 || (status === 503 && retryAfter === '1')),
  );
  expect([odd, failures]).toEqual([[], []]);
}

async function expectAllWritten({ acknowledged }: Writers, from: TestServer): Promise<void> {
  const found = await from.db.rows(sql`
    select email from users where email = any(${acknowledged}::text[])`);
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(found.length).toBe(acknowledged.length);
}

/** Everybody writes again. */
async function untilWritten({ acknowledged }: Writers): Promise<void> {
  const before = acknowledged.length;
  await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + WRITERS), 60_000);
}

describe('a connection that is ended by the database', () => {
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  const killAll = (state: string) =>
    server.app.db.prisma.$queryRawUnsafe(`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and ${state}`);

  it.each([
    ['idle', `state = 'idle'`],
    ['active', `state = 'active'`],
    ['idle in transaction', `state like 'idle in transaction%'`],
    ['listening', `application_name = 'latchkey live'`],
    ['in whatever state', 'true'],
  ])('while %s costs nobody but its own request', async (_name, state) => {
    const events = await followChanges(server);
    const running = startWriters(server, WRITERS);
    await untilWritten(running);
    for (let kill = 0; kill < 20; kill += 1) {
      await killAll(state).catch(() => {});
      await pause(20);
    }
    await untilWritten(running);
    await running.stop();
    expectOnlyRefusals(running);
    await expectAllWritten(running, server);
    events.close();
  });

  it('while it waits for a lock in a transaction costs nobody but its own request', async () => {
    const { promise: isOver, resolve: unlock } = Promise.withResolvers<void>();
    const { promise: isLocked, resolve: locked } = Promise.withResolvers<void>();
    const holder = server.db.transaction(async (rows) => {
      await rows(sql`lock table users in share row exclusive mode`);
      locked();
      await isOver;
    });
    await isLocked;
    const running = startWriters(server, WRITERS);
    await vi.waitFor(async () => {
      const waiting = `wait_event_type = 'Lock' and query not like '%pg_terminate%'`;
      expect(await killAll(waiting)).not.toEqual([]);
    }, 60_000);
    unlock();
    await holder;
    await untilWritten(running);
    await running.stop();
    expectOnlyRefusals(running);
  });
});

describe('a database that ends and comes back', () => {
  let postgres: OwnPostgres;
  beforeAll(async () => {
    postgres = await createOwnPostgres();
    server = await startServer({ beside: { databaseUrl: postgres.url } });
  });
  afterAll(async () => {
    await server.stop();
    await postgres.remove();
  });
  beforeEach(() => {
    writers = startWriters(server, WRITERS);
  });
  afterEach(() => writers.stop());

  it.each(['SIGINT', 'SIGQUIT', 'SIGKILL'] as const)(
    'by %s loses nothing that was acknowledged, and all are served again',
    async (signal) => {
      await untilWritten(writers);
      await postgres.end(signal);
      await vi.waitFor(() => expect(writers.answers.at(-1)?.status).toBe(503), 60_000);
      await postgres.start();
      await untilWritten(writers);
      await writers.stop();
      expectOnlyRefusals(writers);
      await expectAllWritten(writers, server);
      expect((await server.fetch('/health/ready')).status).toBe(200);
    },
  );
});
