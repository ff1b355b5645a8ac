import { once } from 'node:events';
import { setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type pg from 'pg';
import { seed, sizeOf } from './data.ts';
import { startDatabase, untilSwept } from './database.ts';
import { residentMegabytes } from './processes.ts';
import { circumstances, fixed, percentile, say, table } from './report.ts';
import { PEPPER, startServer } from './server.ts';
import { ATTACKS } from './siege/attacks.ts';

// How others fare while the service is attacked in all these ways at once: liveness, readiness, key
// checks and memory: at the pace at which they once brought it down, or with `--flood` each as fast as
// it is answered. `npm run bench -- siege --seconds 30`.

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    scale: { type: 'string', default: '0.1' },
    meetings: { type: 'string', default: '200000' },
    flood: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const REST_SECONDS = 30;
const GIVE_UP_MS = 60_000;

type Probe = { readonly path: string; readonly everyMs: number; readonly headers?: HeadersInit };
type Seen = { readonly times: number[]; readonly statuses: Map<number, number> };

const database = await startDatabase();
try {
  const seeded = await seed(database.url, sizeOf(Number(values.scale)), PEPPER);
  await addMeetings(database.client, Number(values.meetings));
  const { url, pid, stop } = await startServer(database.url);
  await untilSwept(database.client);
  // The first user's key attacks; the second's is an honest caller's.
  const [userKey = '', honest = ''] = seeded.keys;
  const probes: Readonly<Record<string, Probe>> = {
    '/health/live': { path: '/health/live', everyMs: 50 },
    '/health/ready': { path: '/health/ready', everyMs: 250 },
    '/auth/me': { path: '/auth/me', everyMs: 20, headers: { 'x-api-key': honest } },
  };
  say(`${circumstances('its own attackers')}, ${seconds} s${values.flood ? ', a flood' : ''}`);
  await watch(url, probes, { until: pause(3_000) });
  const quiet = residentMegabytes(pid);
  const memory: number[] = [];
  const look = setInterval(() => memory.push(residentMegabytes(pid)), 200);

  const attackers = new Worker(new URL('./siege/attacker.ts', import.meta.url), {
    workerData: { url, userKey, isFlood: values.flood },
  });
  // After the attackers, which would inherit it.
  const isFirst = goFirst();
  const over = pause(seconds * 1_000);
  const seen = await watch(url, probes, { until: over });
  attackers.postMessage('stop');
  const [answered] = (await once(attackers, 'message')) as [number[]];
  clearInterval(look);
  await pause(REST_SECONDS * 1_000);

  say(probeTable(seen));
  if (!isFirst)
    say('\nWho looks at the clock had no precedence here: its own waits are in the times.');
  say(
    `\n${table(
      ['attack', 'answers'],
      ATTACKS.map(({ what }, place) => [what, answered[place] ?? 0]),
    )}`,
  );
  say(
    `\nMemory: ${quiet} MB before, ${Math.max(...memory)} MB at most (${Math.max(...memory) - quiet} more), ${residentMegabytes(pid)} MB after ${REST_SECONDS} s of rest.`,
  );
  await stop();
} finally {
  await database.stop();
}

/**
 * The clock's thread runs before attackers, service and database, so that a time is what the service
 * took and not how long this thread waited for a core. @returns whether this account may do that
 */
function goFirst(): boolean {
  try {
    setPriority(0, -15);
    return true;
  } catch {
    return false;
  }
}

async function watch(
  url: string,
  probes: Readonly<Record<string, Probe>>,
  { until }: { readonly until: Promise<unknown> },
): Promise<ReadonlyMap<string, Seen>> {
  const seen = new Map<string, Seen>();
  let isOver = false;
  const ended = until.then(() => {
    isOver = true;
  });
  const lanes = Object.entries(probes).map(async ([name, { path, everyMs, headers }]) => {
    const own: Seen = { times: [], statuses: new Map() };
    seen.set(name, own);
    const under: Promise<void>[] = [];
    while (!isOver) {
      under.push(ask(url + path, headers, own));
      await pause(everyMs);
    }
    await Promise.all(under);
  });
  await Promise.all([ended, ...lanes]);
  return seen;
}

async function ask(url: string, headers: HeadersInit | undefined, seen: Seen): Promise<void> {
  const begun = performance.now();
  const status = await fetch(url, {
    ...(headers && { headers }),
    signal: AbortSignal.timeout(GIVE_UP_MS),
  }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => 0,
  );
  seen.times.push(performance.now() - begun);
  seen.statuses.set(status, (seen.statuses.get(status) ?? 0) + 1);
}

function probeTable(seen: ReadonlyMap<string, Seen>): string {
  const rows = [...seen].map(([name, { times, statuses }]) => [
    name,
    times.length,
    [...statuses].map(([status, count]) => `${status || 'no answer'}: ${count}`).join(', '),
    fixed(percentile(times, 0.5)),
    fixed(percentile(times, 0.99)),
    fixed(Math.max(...times)),
  ]);
  return table(['asked', 'times', 'answers', 'p50 ms', 'p99 ms', 'worst ms'], rows);
}

/** Of the first user: figures over them are what one caller can make the database work at. */
async function addMeetings(client: pg.Client, count: number): Promise<void> {
  await client.query(
    `insert into meetings (user_id, platform, native_meeting_id, status, start_time, end_time, created_at, data)
     select 1, 'zoom', 'siege-' || n, 'completed', asked, asked + interval '30 minutes', asked, '{}'
     from (select n, now() - n * interval '20 minutes' as asked from generate_series(1, $1::bigint) n) meeting`,
    [count],
  );
  await client.query('vacuum analyze meetings');
}
