import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodes, mintKeys, type NodeKey, type Nodes } from './nodes.ts';
import type { Running } from './process.ts';

const REQUESTS = 20_000;
const KEYS = 50;
const CLIENTS = 16;

describe('counters under load', () => {
  let nodes: Nodes;
  beforeAll(async () => {
    nodes = await createNodes();
  }, 90_000);
  afterAll(() => nodes.drop());

  it('add up to the answered requests, per key and per day, with a SIGTERM, a restart and a midnight in the middle', async () => {
    await (await nodes.start()).end('SIGTERM');
    await simulateEveningClock(nodes);
    const running = [await nodes.start(), await nodes.start()];
    const load = loadOf(running, await mintKeys(running[0] as Running, KEYS));

    const course = (async () => {
      await load.until(REQUESTS / 4);
      await replaceFirst(running, nodes);
      await load.until((REQUESTS * 3) / 4);
      await replaceFirst(running, nodes);
    })();
    // Nobody asks at the stroke of midnight: whose day a request is of is then no question.
    await load.run('evening', REQUESTS / 2);
    await nodes.query(`update simulated set ahead = ahead + interval '2 hours'`);
    await load.run('morning', REQUESTS);
    await course;
    await Promise.all(running.map(({ end }) => end('SIGTERM')));

    const { days, counted } = await readCounts(nodes);
    expect(days).toHaveLength(2);
    expect(counted).toEqual(Object.fromEntries(load.answered));
    expect(load.total()).toBeGreaterThan(REQUESTS * 0.99);
    expect(await nodes.query(TOTALS)).toEqual(await nodes.query(SUMS_OF_DAYS));
  }, 180_000);

  it('lose at most the last second when the process is killed', async () => {
    await nodes.query("update simulated set ahead = ahead + interval '1 day'");
    const node = await nodes.start();
    const load = loadOf([node], await mintKeys(node, KEYS));
    const [before] = await nodes.query<{ sum: string }>(SUM);
    const running = load.run('killed', Number.POSITIVE_INFINITY).catch(() => {});
    await pause(2_500);
    const early = load.total();
    await pause(1_200);
    await node.end('SIGKILL');
    load.stop();
    await running;
    const [after] = await nodes.query<{ sum: string }>(SUM);
    const counted = Number(after?.sum) - Number(before?.sum);
    expect(counted).toBeGreaterThanOrEqual(early);
    // The answers that were on their way when it died have been counted by nobody.
    expect(counted).toBeLessThanOrEqual(load.total() + CLIENTS);
  }, 60_000);
});

const SUM = 'select coalesce(sum(requests), 0) as sum from public.token_usage_days';

const TOTALS =
  'select token_id, requests, first_at, last_at from public.token_usage order by token_id';
const SUMS_OF_DAYS = `select token_id, sum(requests)::bigint as requests, min(first_at) as first_at,
  max(last_at) as last_at from public.token_usage_days group by token_id order by token_id`;

/** Eleven in the evening, as all processes see it: their `now()` is found before PostgreSQL's own. */
async function simulateEveningClock({ query }: Nodes): Promise<void> {
  await query(`
    create table simulated (ahead interval);
    insert into simulated values (
      date_trunc('day', pg_catalog.now(), 'UTC') + interval '23 hours' - pg_catalog.now());
    create function public.now() returns timestamptz language sql stable
      as 'select pg_catalog.now() + ahead from public.simulated'`);
  const [database] = await query<{ name: string }>('select current_database() as name');
  await query(`alter database ${database?.name} set search_path = public, pg_catalog`);
}

/** Ends one process in order, under load, and starts another in its place. */
async function replaceFirst(running: Running[], nodes: Nodes): Promise<void> {
  const leaving = running.shift();
  await leaving?.end('SIGTERM');
  running.push(await nodes.start());
}

function loadOf(running: readonly Running[], keys: readonly NodeKey[]) {
  const answered = new Map<string, number>();
  let sent = 0;
  let isStopped = false;

  async function client(day: string, limit: number): Promise<void> {
    while (sent < limit && !isStopped) {
      const turn = sent;
      sent += 1;
      const key = keys[turn % keys.length] as NodeKey;
      const node = running[Math.floor(turn / keys.length) % running.length] as Running;
      if (!(await ask(node, key, turn))) continue;
      const name = `${key.id} ${day}`;
      answered.set(name, (answered.get(name) ?? 0) + 1);
    }
  }

  return {
    answered,
    total: () => [...answered.values()].reduce((one, other) => one + other, 0),
    stop: () => {
      isStopped = true;
    },
    run: (day: string, limit: number) =>
      Promise.all(Array.from({ length: CLIENTS }, () => client(day, limit))),
    until: async (count: number) => {
      while (sent < count) await pause(5);
    },
  };
}

/** Half over REST, half over GraphQL. A connection that breaks is no answer. */
async function ask({ url }: Running, { text }: NodeKey, turn: number): Promise<boolean> {
  const headers = { 'x-api-key': text, 'content-type': 'application/json' };
  const body = '{"query":"{ viewer { access } }"}';
  const request =
    turn % 2 === 0
      ? fetch(`${url}/auth/me`, { headers })
      : fetch(`${url}/graphql`, { method: 'POST', headers, body });
  const response = await request.catch(() => null);
  await response?.arrayBuffer().catch(() => null);
  return response?.status === 200;
}

async function readCounts({ query }: Nodes) {
  const rows = await query<{ id: string; day: string; requests: string }>(
    'select token_id as id, day::text, requests from public.token_usage_days order by day, token_id',
  );
  const days = [...new Set(rows.map(({ day }) => day))];
  const nameOf = (day: string) => (day === days[0] ? 'evening' : 'morning');
  const counted = Object.fromEntries(
    rows.map(({ id, day, requests }) => [`${id} ${nameOf(day)}`, Number(requests)]),
  );
  return { days, counted };
}
