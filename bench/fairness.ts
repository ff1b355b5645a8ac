import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Seeded, seed, sizeOf } from './data.ts';
import { startDatabase, untilSwept } from './database.ts';
import { circumstances, fixed, percentile, say, table } from './report.ts';
import { ADMIN_KEY, PEPPER, startServer } from './server.ts';

// Whether one caller can starve the others: many clients ask for analytics over all meetings, while a
// user's key is checked and readiness is asked for, and some of them hang up:
// `npm run bench -- fairness --scale 1 --clients 40 --seconds 10`.

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    clients: { type: 'string', default: '40' },
    seconds: { type: 'string', default: '10' },
  },
});
const clients = Number(values.clients);
const seconds = Number(values.seconds);

/** How soon somebody who is refused tries again. */
const RETRY_MS = 1_000;
const CHECK_EVERY_MS = 20;
const READY_EVERY_MS = 200;
const HANG_UP_MS = 400;

const ANALYTICS = `{ analytics(range: {start: "2020-01-01T00:00:00Z", end: "2029-12-31T00:00:00Z"}) {
  concurrency { peak average } } }`;

type Answer = { readonly ms: number; readonly isServed: boolean };

const database = await startDatabase();
try {
  const seeded = await seed(database.url, sizeOf(Number(values.scale)), PEPPER);
  const { url, stop } = await startServer(database.url);
  await untilSwept(database.client);
  say(
    `${circumstances('fetch')}, ${clients} clients for ${seconds} s, ${seeded.size.meetings} meetings`,
  );

  await hangUp(url);
  say(`\nStatements left by ${clients} clients that hung up: ${await underWay()}\n`);

  const [checks, ready, analytics] = await loaded(url, seeded);
  say(
    table(
      ['', 'answers', 'p50 ms', 'p99 ms', 'worst ms', 'not served'],
      [
        ['key checks', ...figures(checks)],
        ['readiness', ...figures(ready)],
        ['analytics', ...figures(analytics)],
      ],
    ),
  );
  await stop();
} finally {
  await database.stop();
}

async function hangUp(url: string): Promise<void> {
  const leaving = new AbortController();
  const asked = Array.from({ length: clients }, () => askAnalytics(url, leaving.signal));
  await pause(HANG_UP_MS);
  leaving.abort();
  await Promise.allSettled(asked);
  await pause(HANG_UP_MS);
}

async function underWay(): Promise<number> {
  const { rows } = await database.client.query<{ count: number }>(`
    select count(*)::int as count from pg_stat_activity
    where application_name = 'latchkey' and state = 'active'`);
  return rows[0]?.count ?? 0;
}

/** All at once, for as long as it is measured. */
function loaded(url: string, { keys }: Seeded): Promise<[Answer[], Answer[], Answer[]]> {
  const check = () => ask(`${url}/auth/me`, { headers: { 'x-api-key': keys[0] ?? '' } });
  const askAlways = async () => {
    const all: Answer[] = [];
    await repeat(async () => {
      const answer = await askAnalytics(url);
      all.push(answer);
      return answer.isServed ? 0 : RETRY_MS;
    });
    return all;
  };
  return Promise.all([
    every(CHECK_EVERY_MS, check),
    every(READY_EVERY_MS, () => ask(`${url}/health/ready`)),
    Promise.all(Array.from({ length: clients }, askAlways)).then((all) => all.flat()),
  ]);
}

async function every(ms: number, once: () => Promise<Answer>): Promise<Answer[]> {
  const all: Answer[] = [];
  await repeat(async () => {
    all.push(await once());
    return ms;
  });
  return all;
}

async function repeat(once: () => Promise<number>): Promise<void> {
  for (const end = performance.now() + seconds * 1_000; performance.now() < end; )
    await pause(await once());
}

function askAnalytics(url: string, signal?: AbortSignal): Promise<Answer> {
  return ask(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-admin-api-key': ADMIN_KEY },
    body: JSON.stringify({ query: ANALYTICS }),
    ...(signal && { signal }),
  });
}

async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const before = performance.now();
  const response = await fetch(url, init);
  const text = await response.text();
  return { ms: performance.now() - before, isServed: response.ok && !text.includes('"errors"') };
}

function figures(answers: readonly Answer[]): unknown[] {
  const times = answers.map(({ ms }) => ms).sort((one, other) => one - other);
  return [
    answers.length,
    fixed(percentile(times, 0.5)),
    fixed(percentile(times, 0.99)),
    fixed(times.at(-1) ?? 0),
    answers.filter(({ isServed }) => !isServed).length,
  ];
}
