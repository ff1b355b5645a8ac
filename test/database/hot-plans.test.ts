import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SMALL } from '../../bench/plan-text.ts';
import { INTERNAL_SECRET } from '../../bench/server.ts';
import type { Position, Subject } from '../../bench/subject.ts';
import { ours } from '../../bench/targets/ours.ts';
import { rest } from '../../bench/targets/rest.ts';
import type { Operation } from '../../bench/targets/target.ts';
import { WORKLOADS } from '../../bench/workloads.ts';
import { fillInstallation, PATIENT } from '../analytics/installation.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What the measurements of `bench/` ask for, by the plan that PostgreSQL keeps for a prepared
// statement: one for all values, so whoever has few rows gets the same as whoever has many.

const OPERATIONS = [ours, rest].flatMap(({ name, operations }) =>
  WORKLOADS.map((workload) => ({
    name: `${workload.name} of ${name}`,
    operation: operations[workload.name],
  })),
);

describe('no statement reads a growing table whole:', () => {
  let server: TestServer;
  let client: pg.Client;
  let user: SeededUser;
  let key: string;

  beforeAll(async () => {
    server = await startServer({
      env: { ...PATIENT, INTERNAL_API_SECRET: INTERNAL_SECRET },
    });
    await fillInstallation(server);
    for (const statement of [
      `insert into api_tokens (user_id, digest, hint, scopes)
        select n % 2000 + 1, sha256(n::text::bytea), 'planted', '{bot,tx}' from generate_series(1, 4000) n`,
      `insert into admin_keys (name, digest, hint, access)
        select 'planted', sha256(n::text::bytea), 'planted', 'analytics' from generate_series(1, 4000) n`,
      `insert into token_usage (token_id, requests, first_at, last_at) select id, 1, now(), now() from api_tokens`,
      `insert into webhook_secrets (user_id, sealed) select n, '' from generate_series(1, 2000) n`,
      `insert into token_usage_days (token_id, user_id, day, requests, first_at, last_at)
        select id, user_id, current_date - n, 1, now(), now() from api_tokens, generate_series(1, 3) n`,
      `insert into past_meetings (user_id, platform, status, created_at, start_time, end_time)
        select user_id, platform, status, created_at - interval '3 years', created_at - interval '3 years', created_at - interval '3 years'
        from meetings`,
      'analyze',
    ])
      await server.db.prisma.$executeRawUnsafe(statement);
    user = await seedUser(server);
    key = (await seedKey(server, user, { scopes: ['BOT', 'TX'] })).secret;
    client = new pg.Client({ connectionString: server.databaseUrl });
    await client.connect();
    await client.query('set plan_cache_mode = force_generic_plan');
  });
  afterAll(async () => {
    await client.end();
    await server.stop();
  });

  async function statementsOf(operation: Operation): Promise<string[]> {
    const start: Position = { createdAt: new Date().toISOString(), id: 7, offset: 7 };
    const subject: Subject = {
      userId: user.databaseId,
      heavyUserId: user.databaseId,
      key,
      heavyKey: key,
      meetingId: 7,
      users: start,
      meetings: start,
      ownMeetings: start,
      turn: 1,
      email: `${Math.random()}@example.com`,
    };
    server.statements.length = 0;
    const bodies: unknown[] = [];
    for (const { path, headers, ...request } of operation.requests(subject)) {
      const caller = 'x-api-key' in headers ? {} : { 'x-admin-api-key': server.adminKey };
      const response = await server.fetch(path, {
        ...request,
        headers: { ...headers, ...caller },
      });
      bodies.push(await response.json());
      expect([200, 201]).toContain(response.status);
    }
    operation.read(...bodies);
    return [...new Set(server.statements)];
  }

  async function planOf(statement: string): Promise<string> {
    const places = [...statement.matchAll(/\$(\d+)/g)].map(([, place]) => Number(place));
    const values = Array.from({ length: Math.max(0, ...places) }, () => 'null').join(', ');
    await client.query(`prepare hot as ${statement}`);
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `explain execute hot${values && `(${values})`}`,
    );
    await client.query('deallocate hot');
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }

  const known = OPERATIONS.filter(({ operation }) => operation !== undefined);
  it.each(known)('$name', async ({ operation }) => {
    const statements = await statementsOf(operation as Operation);
    expect(statements.length).toBeGreaterThan(0);
    for (const statement of statements) {
      const plan = await planOf(statement);
      const whole = [...plan.matchAll(/Seq Scan on (\w+)/g)].map(([, table]) => table ?? '');
      expect(
        whole.filter((table) => !SMALL.includes(table)),
        `${statement}\n${plan}`,
      ).toEqual([]);
    }
  });

  it('one that does shows', async () => {
    expect(await planOf('select max(updated_at) from meetings where id <> $1')).toMatch(
      /Seq Scan on meetings/,
    );
  });
});
