import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createNodes, mintKeys, type NodeKey, type Nodes } from '../start/nodes.ts';
import type { Running } from '../start/process.ts';
import { type Load, startLoad } from './load.ts';
import { buildPrevious, type Checkout, PREVIOUS } from './previous.ts';

// A rolling upgrade, taken back once: the version before and this one work on one database at the same
// time, under load, and nobody notices.

const REQUESTS = 4_000;

let previous: Checkout;
let nodes: Nodes;
let keys: readonly NodeKey[];
const running = new Set<Running>();

beforeAll(async () => {
  previous = buildPrevious();
  nodes = await createNodes();
}, 180_000);
afterAll(async () => {
  await Promise.all([...running].map(end));
  await nodes.drop();
  previous[Symbol.dispose]();
});

async function start(folder?: string): Promise<Running> {
  const node = await nodes.start(folder);
  running.add(node);
  return node;
}

async function end(node: Running): Promise<number | null> {
  running.delete(node);
  return await node.end('SIGTERM');
}

async function usageOf(id: number): Promise<number> {
  const [row] = await nodes.query<{ requests: string }>(
    'select requests from token_usage where token_id = $1',
    [id],
  );
  return Number(row?.requests ?? 0);
}

it('docs/upgrading.md names the version that it starts from', () => {
  const text = readFileSync('docs/upgrading.md', 'utf8');
  const before = execFileSync('git', ['show', `${PREVIOUS}:package.json`], { encoding: 'utf8' });
  expect(text).toContain(`${JSON.parse(before).version}, commit \`${PREVIOUS}\``);
});

it('an upgrade, and one that is taken back, lose no request and count each', async () => {
  const [one, other] = [await start(previous.path), await start(previous.path)];
  keys = await mintKeys(one, 8);
  const load = startLoad(keys, [one, other]);
  await load.more(REQUESTS / 10);

  // It migrates the database while the old ones work on it.
  const first = await start();
  load.sendTo([one, other, first]);
  await load.more(REQUESTS * 0.4);
  await replace(one, load, [other, first]);
  await load.more(REQUESTS / 10);

  // Taken back: the version before goes on alone, also a process that starts now, and then the upgrade
  // comes to its end.
  await replace(first, load, [other]);
  await load.more(REQUESTS / 20);
  const again = await start(previous.path);
  load.sendTo([other, again]);
  await load.more(REQUESTS / 20);
  await replace(again, load, [other]);
  const second = await start();
  load.sendTo([other, second]);
  await load.more(REQUESTS * 0.2);
  await replace(other, load, [second]);
  await load.more(REQUESTS / 10);
  await load.stop();

  expect(load.failures).toEqual([]);
  expect(load.answered()).toBeGreaterThanOrEqual(REQUESTS);
  expect(await end(second)).toBe(0);
  for (const [id, count] of load.accepted) expect(await usageOf(id)).toBe(count);
}, 600_000);

/** As a load balancer does it: nothing new goes there before it is stopped. */
async function replace(node: Running, load: Load, others: readonly Running[]): Promise<void> {
  load.sendTo(others);
  await load.more(100);
  expect(await end(node)).toBe(0);
}
