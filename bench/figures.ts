import { parseArgs } from 'node:util';
import type pg from 'pg';
import { seed, sizeOf } from './data.ts';
import { startDatabase } from './database.ts';
import { residentMegabytes } from './processes.ts';
import { ADMIN_KEY, PEPPER, startServer } from './server.ts';
import { measureYear } from './year.ts';

// How long figures take on a full installation, with one user of 100,000 meetings and one meeting of
// 100,000 segments: `npm run bench -- figures --scale 1`. Then every figure of a year of the installation, before
// and after its days are summarised: `--year` says of how many meetings, 0 of none.

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '0.1' },
    year: { type: 'string', default: '2000000' },
  },
});
const HEAVY = 100_000;
const ROUNDS = 15;

const database = await startDatabase();
try {
  await seed(database.url, sizeOf(Number(values.scale)), PEPPER);
  const heavy = await addHeavyOnes(database.client);
  const server = await startServer(database.url);
  process.stdout.write(
    '| figures of | first ms | median ms | slowest ms | bytes |\n|---|---|---|---|---|\n',
  );
  for (const [name, request] of Object.entries(requests(heavy)))
    await time(server.url, name, request);
  process.stdout.write(`\nmemory of the server after all: ${residentMegabytes(server.pid)} MB\n`);
  await server.stop();
} finally {
  await database.stop();
}
if (Number(values.year) > 0) await measureYear(Number(values.year), { before: 3, after: ROUNDS });

type Heavy = { readonly userId: string; readonly finalId: string; readonly runningId: string };

/** Steps for all meetings, and what is far larger than usual. */
async function addHeavyOnes(client: pg.Client): Promise<Heavy> {
  await client.query(`insert into meeting_transitions (meeting_id, user_id, from_status, to_status, at)
    select id, user_id, s.before, s.after, created_at + s.seconds * interval '1 second' from meetings,
      (values (null, 'requested', 0), ('requested', 'joining', 4), ('joining', 'awaiting_admission', 15),
        ('awaiting_admission', 'active', 40), ('active', 'completed', 1800)) s(before, after, seconds)
    where status = 'completed' on conflict do nothing`);
  await client.query(`insert into users (email) values ('heavy@bench.example.com')`);
  await client.query(
    `insert into meetings (user_id, platform, native_meeting_id, status, start_time, end_time, created_at)
     select (select max(id) from users), (array['google_meet', 'teams', 'zoom'])[n % 3 + 1], 'heavy-' || n, 'completed',
       now() - n * interval '10 minutes', now() - n * interval '10 minutes' + interval '9 minutes', now() - n * interval '10 minutes'
     from generate_series(1, $1::int) n`,
    [HEAVY],
  );
  await client.query(`insert into meetings (user_id, platform, native_meeting_id, status, start_time, end_time, created_at)
    select 1, 'zoom', 'long', status, now() - interval '90 days', case status when 'completed' then now() end, now() - interval '90 days'
    from unnest(array['completed', 'active']) status`);
  await client.query(
    `insert into transcript_segments (meeting_id, user_id, session_uid, segment_id, start_offset, end_offset, text, speaker, language)
     select m.id, 1, 's', n::text, n * 4, n * 4 + n % 9, 'Let us start with the numbers of this week.', 'Speaker ' || n * 7919 % 50, (array['en', 'es'])[n % 2 + 1]
     from meetings m cross join generate_series(1, $1::int) n where m.native_meeting_id = 'long'`,
    [HEAVY],
  );
  await client.query('vacuum analyze');
  const { rows } = await client.query<Heavy>(`select (select max(id) from users)::text as "userId",
    (select id::text from meetings where native_meeting_id = 'long' and status = 'completed') as "finalId",
    (select id::text from meetings where native_meeting_id = 'long' and status = 'active') as "runningId"`);
  return rows[0] ?? { userId: '', finalId: '', runningId: '' };
}

type Request = { readonly path: string; readonly query?: string };

function requests({ userId, finalId, runningId }: Heavy): Record<string, Request> {
  const end = new Date();
  const graphql = (query: string): Request => ({ path: '/graphql', query });
  const over = (days: number, fields: string) => {
    const start = new Date(end.getTime() - days * 86_400_000);
    return graphql(
      `{ analytics(range: {start: "${start.toISOString()}", end: "${end.toISOString()}"}, timeZone: "Europe/Berlin") { ${fields} } }`,
    );
  };
  const groups = {
    totals: 'totals { meetings activeUsers totalDuration }',
    'series by day': 'series(metric: MEETINGS, bucket: DAY) { start value }',
    'concurrency by day': 'series(metric: CONCURRENCY, bucket: DAY) { start value }',
    platforms: 'platforms { platformName meetings joinTime { p50 p95 } duration { p90 } }',
    outcomes: 'outcomes { reason meetings }',
    concurrency: 'concurrency { peak timeAtLimit }',
    'top users': 'topUsers(by: DURATION) { value user { email } }',
  };
  const installation = Object.entries(groups).flatMap(([name, fields]) =>
    [30, 365].map(
      (days) => [`the installation, ${days} days: ${name}`, over(days, fields)] as const,
    ),
  );
  return {
    'a user with 100,000 meetings (REST details)': {
      path: `/admin/analytics/users/${userId}/details`,
    },
    'a running meeting with 100,000 segments (REST)': {
      path: `/admin/analytics/meetings/${runningId}/telematics`,
    },
    'a finished meeting with 100,000 segments (REST)': {
      path: `/admin/analytics/meetings/${finalId}/telematics`,
    },
    '100 users, statistics (GraphQL)': graphql(
      '{ users(first: 100) { edges { node { meetingStats { totalMeetings totalDuration } usagePatterns { meetingsPerDay hourly { meetings } } } } } }',
    ),
    '100 meetings, telematics (GraphQL)': graphql(
      '{ meetings(last: 100) { edges { node { telematics { performance { joinTime } transcription { speechDuration } outcome { fault } } } } } }',
    ),
    ...Object.fromEntries(installation),
  };
}

async function time(url: string, name: string, { path, query }: Request): Promise<void> {
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const since = performance.now();
    const response = await fetch(url + path, {
      headers: { 'x-admin-api-key': ADMIN_KEY, 'content-type': 'application/json' },
      ...(query !== undefined && { method: 'POST', body: JSON.stringify({ query }) }),
    });
    const text = await response.text();
    times.push(performance.now() - since);
    bytes = text.length;
    if (response.status !== 200 || text.includes('"errors"')) throw new Error(`${name}: ${text}`);
  }
  const sorted = times.toSorted((one, other) => one - other);
  const cells = [times[0], sorted[Math.floor(ROUNDS / 2)], sorted.at(-1)].map((ms) =>
    ms?.toFixed(1),
  );
  process.stdout.write(`| ${name} | ${cells.join(' | ')} | ${bytes} |\n`);
}
