import sql from 'sql-template-tag';
import { expect, it } from 'vitest';
import { fillDemo } from '../../src/cli/demo/fill.ts';
import type { PlainDatabase } from '../../src/data/database.ts';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { retentionJob, runSome } from '../../src/domain/retention/run.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilSealed } from '../support/unsealed.ts';
import { countOf, retentionOf } from './running.ts';

const NOW = new Date('2026-10-01T12:00:00Z');
const LIMITS = { segments: 20, meetings: 40, usage: 20, auditEvents: 20 };
const TABLES = [
  'transcript_segments',
  'meetings',
  'past_meetings',
  'token_usage_days',
  'counted_meetings',
];

async function filled(): Promise<TestServer> {
  const server = await startServer({ clock: () => NOW });
  await fillDemo(server.app, NOW);
  await server.app.sealer.sealAll();
  await untilSealed(server);
  return server;
}

async function rowsOf(server: TestServer): Promise<Readonly<Record<string, number>>> {
  const counts = await Promise.all(TABLES.map((table) => countOf(server, table)));
  return Object.fromEntries(TABLES.map((table, place) => [table, counts[place] ?? 0]));
}

async function removedOf({ db }: TestServer): Promise<readonly unknown[]> {
  return await db.rows(sql`
    select kind, removed::int, removed_in_all::int as all, finished_at is not null as "isFinished" from retention_runs order by kind`);
}

/** Fails at the end of every other batch: what it did is rolled back. */
function failing(db: PlainDatabase): PlainDatabase {
  let isToFail = false;
  return {
    ...db,
    transaction: (work, mode) => {
      return db.transaction(async (rows, prisma) => {
        const result = await work(rows, prisma);
        if (result === 'NOTHING') return result;
        isToFail = !isToFail;
        if (isToFail) throw new Error('killed');
        return result;
      }, mode);
    },
  };
}

it('a run that is killed in every other batch ends as one that is not', async () => {
  const server = await filled();
  const before = await rowsOf(server);
  const options = { ...retentionOf(server, LIMITS), db: failing(server.db) };
  let failures = 0;
  for (let isLeft = true; isLeft; )
    try {
      isLeft = await runSome(options);
    } catch (error) {
      expect((error as Error).message).toBe('killed');
      failures += 1;
      // No meeting is counted twice or not at all at any time.
      expect(await countOf(server, 'counted_meetings')).toBe(before['counted_meetings']);
    }
  expect(failures).toBeGreaterThan(4);

  const other = await filled();
  while (await runSome(retentionOf(other, LIMITS)));
  expect(await rowsOf(server)).toEqual(await rowsOf(other));
  expect(await removedOf(server)).toEqual(await removedOf(other));
  expect((await verifyAuditLog(server.app)).findings).toEqual([]);
});

it('a kind whose rows cannot be deleted does not hold up the others', async () => {
  const server = await filled();
  const run = (statement: string) => server.db.prisma.$executeRawUnsafe(statement);
  await run(`create function fail() returns trigger language plpgsql as
    $$ begin raise exception 'it fails'; end $$`);
  await run('create trigger fail before insert on past_meetings execute function fail()');
  await seedKey(server, await seedUser(server));
  await run(`insert into token_usage_days (token_id, day, user_id, requests, first_at, last_at)
    select t.id, '2026-01-01', t.user_id, 1, '2026-01-01', '2026-01-01' from api_tokens t`);
  const before = await rowsOf(server);
  const round = retentionJob(retentionOf(server, { meetings: 40, usage: 20 }));
  await expect(round()).rejects.toThrow('it fails');
  const after = await rowsOf(server);
  expect(after['meetings']).toBe(before['meetings']);
  expect(after['token_usage_days']).toBeLessThan(before['token_usage_days'] ?? 0);
});

it('two processes at once delete the same as one, and count each row once', async () => {
  const server = await filled();
  const before = await rowsOf(server);
  const second = await startServer({ beside: server, clock: () => NOW });
  const work = async (one: TestServer) => {
    while (await runSome(retentionOf(one, LIMITS)));
  };
  await Promise.all([work(server), work(second), work(server)]);
  // Whoever found the other at work has left the rest to it.
  await work(server);
  const after = await rowsOf(server);
  const [removed] = await server.db.rows<{ meetings: number; segments: number }>(sql`
    select (select removed::int from retention_runs where kind = 'MEETINGS') as meetings,
      (select removed::int from retention_runs where kind = 'SEGMENTS') as segments`);
  expect(after['meetings']).toBe((before['meetings'] ?? 0) - (removed?.meetings ?? 0));
  expect(after['past_meetings']).toBe(removed?.meetings);
  expect(removed?.segments).toBeGreaterThan(0);
  const events = await server.db.rows(sql`
    select from audit_events where action = 'RETENTION_RUN' and after ->> 'kind' = 'MEETINGS'`);
  expect(events).toHaveLength(1);
  await second.stop();
});
