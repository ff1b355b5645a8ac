import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type pg from 'pg';
import { SUMMARIES_LOCK } from '../src/domain/analytics/summaries/keep.ts';
import { startDatabase } from './database.ts';
import { ADMIN_KEY, PEPPER, startServer } from './server.ts';

// Every figure of a year of the installation, before and after its days are summarised.

const USERS = 10_000;
const DAY_MS = 86_400_000;
const run = promisify(execFile);

const FIGURES = {
  totals: 'totals { meetings activeUsers totalDuration }',
  'meetings by day': 'series(metric: MEETINGS, bucket: DAY) { value }',
  'meetings by hour': 'series(metric: MEETINGS, bucket: HOUR) { value }',
  'active users by day': 'series(metric: ACTIVE_USERS, bucket: DAY) { value }',
  'active users by month': 'series(metric: ACTIVE_USERS, bucket: MONTH) { value }',
  'duration by week': 'series(metric: DURATION, bucket: WEEK) { value }',
  'concurrency by day': 'series(metric: CONCURRENCY, bucket: DAY) { value }',
  'concurrency by hour': 'series(metric: CONCURRENCY, bucket: HOUR) { value }',
  platforms: 'platforms { platformName meetings joinTime { p50 p95 } duration { p90 } }',
  outcomes: 'outcomes { reason meetings }',
  concurrency: 'concurrency { peak average timeAtLimit usersAtLimit }',
  'top users': 'topUsers(by: DURATION) { value user { email } }',
};

const ZONES = ['Europe/Berlin', 'Asia/Kolkata'];

type Rounds = { readonly before: number; readonly after: number };

export async function measureYear(meetings: number, rounds: Rounds): Promise<void> {
  const database = await startDatabase();
  try {
    await fill(database.client, meetings);
    // Whoever has this lock summarises: nobody else does, meanwhile.
    await database.client.query('select pg_advisory_lock($1)', [SUMMARIES_LOCK]);
    const server = await startServer(database.url);
    const before = await timeAll(server.url, rounds.before);
    await database.client.query('select pg_advisory_unlock($1)', [SUMMARIES_LOCK]);
    const since = performance.now();
    const env = { ...process.env, DATABASE_URL: database.url, TOKEN_PEPPER: PEPPER };
    const { stdout } = await run(process.execPath, ['dist/latchkey.js', 'analytics', 'rebuild'], {
      env,
    });
    const seconds = (performance.now() - since) / 1_000;
    await database.client.query('vacuum analyze');
    const after = await timeAll(server.url, rounds.after);
    await server.stop();
    process.stdout.write(
      `\n${meetings} meetings in a year; rebuild: ${seconds.toFixed(0)} s. ${stdout}\n`,
    );
    process.stdout.write(
      '| a year of the installation | meetings alone, ms | with summaries, ms |\n|---|---|---|\n',
    );
    for (const [name, ms] of before)
      process.stdout.write(`| ${name} | ${ms.toFixed(0)} | ${after.get(name)?.toFixed(0)} |\n`);
    const { rows } =
      await database.client.query(`select relname, pg_size_pretty(pg_total_relation_size(oid)) as size, reltuples::int8 as rows
      from pg_class where relkind = 'r' and (relname like 'summary%' or relname = 'meetings') order by pg_total_relation_size(oid) desc`);
    process.stdout.write('\n| table | size | rows |\n|---|---|---|\n');
    for (const { relname, size, rows: count } of rows)
      process.stdout.write(`| ${relname} | ${size} | ${count} |\n`);
  } finally {
    await database.stop();
  }
}

/** Evenly over the year, with times that differ; one meeting in 1,000 never ended. Triggers would take minutes. */
async function fill(client: pg.Client, meetings: number): Promise<void> {
  await client.query(`insert into users (email, max_concurrent_bots)
    select 'user' || n || '@bench.example.com', n % 5 from generate_series(1, ${USERS}) n`);
  await client.query('set session_replication_role = replica');
  await client.query(
    `insert into meetings (user_id, platform, native_meeting_id, status, completion_reason, created_at, joining_at, waiting_at,
       active_at, released_at, final_at, start_time, end_time, data)
     select (n * 7919) % ${USERS} + 1, (array['google_meet', 'teams', 'zoom'])[n % 3 + 1], 'room-' || n, status,
       case when status = 'active' then null else (array['stopped', 'left_alone', 'evicted'])[n % 3 + 1] end, asked, asked + interval '4 s',
       asked + joined, asked + joined + admitted,
       case when status <> 'active' then asked + joined + admitted + lasted end, case when status <> 'active' then asked + joined + admitted + lasted end,
       asked + joined + admitted, case when status <> 'active' then asked + joined + admitted + lasted end, '{"name": "Weekly"}'
     from (select n, now() - n * interval '365 days' / $1::bigint as asked,
         (5 + 25 * power(random(), 2)) * interval '1 s' as joined, 300 * power(random(), 4) * interval '1 s' as admitted,
         (60 + 7000 * power(random(), 2)) * interval '1 s' as lasted,
         case when n % 1000 = 0 or n < 20 then 'active' when n % 31 = 0 then 'failed' else 'completed' end as status
       from generate_series(1, $1::bigint) n) meeting order by n desc`,
    [meetings],
  );
  await client.query('set session_replication_role = origin');
  await client.query('vacuum analyze');
}

async function timeAll(url: string, rounds: number): Promise<Map<string, number>> {
  const medians = new Map<string, number>();
  const end = new Date();
  const start = new Date(end.getTime() - 365 * DAY_MS);
  for (const timeZone of ZONES)
    for (const [name, fields] of Object.entries(FIGURES)) {
      if (timeZone !== ZONES[0] && !name.includes(' by ')) continue;
      const query = `{ analytics(range: {start: "${start.toISOString()}", end: "${end.toISOString()}"}, timeZone: "${timeZone}") { ${fields} } }`;
      medians.set(`${name}, ${timeZone}`, await median(url, query, rounds));
    }
  return medians;
}

async function median(url: string, query: string, rounds: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const since = performance.now();
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'x-admin-api-key': ADMIN_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const text = await response.text();
    times.push(performance.now() - since);
    if (response.status !== 200 || text.includes('"errors"'))
      process.stderr.write(`${query}: ${text.slice(0, 200)}\n`);
  }
  return times.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
}
