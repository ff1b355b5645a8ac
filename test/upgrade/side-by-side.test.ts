import { afterAll, beforeAll, expect, it } from 'vitest';
import { createNodes, mintKeys, type NodeKey, type Nodes } from '../start/nodes.ts';
import type { Running } from '../start/process.ts';
import { startLoad } from './load.ts';
import { buildPrevious, type Checkout } from './previous.ts';

// A rolling upgrade, and the way back: the version before and this one work on one database at the same
// time, under load, and nobody notices.

const REQUESTS = 20_000;

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

it('an upgrade and its way back lose no request and count each', async () => {
  const old = await start(previous.path);
  keys = await mintKeys(old, 8);
  const load = startLoad(keys, [old]);
  await load.more(REQUESTS / 10);

  // It migrates the database while the old one works on it.
  const fresh = await start();
  load.sendTo([old, fresh]);
  await load.more(REQUESTS * 0.4);

  load.sendTo([fresh]);
  await load.more(100);
  expect(await end(old)).toBe(0);
  await load.more(REQUESTS / 10);

  // The way back: the old one starts on a database that the new one has migrated.
  const again = await start(previous.path);
  load.sendTo([again, fresh]);
  await load.more(REQUESTS * 0.3);
  load.sendTo([again]);
  await load.more(100);
  expect(await end(fresh)).toBe(0);
  await load.more(REQUESTS / 10);
  await load.stop();

  expect(load.failures).toEqual([]);
  expect(load.answered()).toBeGreaterThanOrEqual(REQUESTS);
  expect(await end(again)).toBe(0);
  for (const [id, count] of load.accepted) expect(await usageOf(id)).toBe(count);
}, 240_000);
