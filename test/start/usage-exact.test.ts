import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { createNodes, mintKeys, type NodeKey, type Nodes } from './nodes.ts';
import type { Running } from './process.ts';

const REQUESTS = 4_000;
const KEYS = 50;
const CLIENTS = 16;

describe('counters under load', () => {
  let nodes: Nodes;
  beforeEach(async () => {
    nodes = await createNodes();
  });
  afterEach(() => nodes.drop());

  it('add up to the answered requests, per key and per day, with a SIGTERM, a restart and a midnight in the middle', async () => {
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
    await letDaysPass(nodes, load.total());
    await load.run('morning', REQUESTS);
    await course;
    await Promise.all(running.map(({ end }) => end('SIGTERM')));

    const { days, counted } = await readCounts(nodes);
    expect(days).toEqual(['evening', 'morning']);
    expect(counted).toEqual(Object.fromEntries(load.answered));
    expect(load.total()).toBeGreaterThan(REQUESTS * 0.99);
    expect(await nodes.query(TOTALS)).toEqual(await nodes.query(SUMS_OF_DAYS));
  }, 180_000);

  it('lose only what was not written yet when the process is killed', async () => {
    const node = await nodes.start();
    const load = loadOf([node], await mintKeys(node, KEYS));
    const [before] = await nodes.query<{ sum: string }>(SUM);
    const running = load.run('killed', Number.POSITIVE_INFINITY).catch(() => {});
    const written = async () => {
      const [now] = await nodes.query<{ sum: string }>(SUM);
      return Number(now?.sum) - Number(before?.sum);
    };
    await until(() => load.total() > REQUESTS / 20);
    const early = load.total();
    // It is written while the load goes on, without anybody's asking for it.
    await until(async () => (await written()) >= early);
    await node.end('SIGKILL');
    load.stop();
    await running;
    const counted = await written();
    expect(counted).toBeGreaterThanOrEqual(early);
    // The answers that were on their way when it died have been counted by nobody.
    expect(counted).toBeLessThanOrEqual(load.total() + CLIENTS);
  });
});

/** As many that a day that ends during the test changes nothing. */
const DAYS = 10;

const SUM = 'select coalesce(sum(requests), 0) as sum from public.token_usage_days';

const TOTALS =
  'select token_id, requests, first_at, last_at from public.token_usage order by token_id';
const SUMS_OF_DAYS = `select token_id, sum(requests)::bigint as requests, min(first_at) as first_at,
  max(last_at) as last_at from public.token_usage_days group by token_id order by token_id`;

/**
 * The processes go by the database's clock, which no test can change: so what they have counted is
 * dated back, once all of it is written.
 */
async function letDaysPass({ query }: Nodes, answered: number): Promise<void> {
  await until(async () => {
    const [counted] = await query<{ sum: string }>(SUM);
    return Number(counted?.sum) >= answered;
  });
  await query(`
    update token_usage_days set day = day - ${DAYS}, first_at = first_at - interval '${DAYS} days',
      last_at = last_at - interval '${DAYS} days';
    update token_usage u set first_at = d.first_at, last_at = d.last_at
      from (select token_id, min(first_at) as first_at, max(last_at) as last_at
        from token_usage_days group by token_id) d where d.token_id = u.token_id`);
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
      await until(() => sent >= count);
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
  const rows = await query<{ id: string; day: string; requests: string }>(`
    select token_id as id, case when day < current_date - ${DAYS / 2} then 'evening' else 'morning' end as day,
      sum(requests) as requests from public.token_usage_days group by 1, 2 order by 2, 1`);
  const days = [...new Set(rows.map(({ day }) => day))];
  const counted = Object.fromEntries(
    rows.map(({ id, day, requests }) => [`${id} ${day}`, Number(requests)]),
  );
  return { days, counted };
}
