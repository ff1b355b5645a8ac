import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserSession, KEYS, type Of, SESSIONS, signIn } from './endings.ts';
import { asAdmin, createNodes, mintKeys, type NodeKey, type Nodes } from './nodes.ts';
import type { Running } from './process.ts';

const LANES = 10;

let nodes: Nodes;
let running: readonly [Running, Running];
beforeAll(async () => {
  nodes = await createNodes({ PUBLIC_ORIGIN: 'http://127.0.0.1:1' });
  running = await Promise.all([nodes.start(), nodes.start()]);
});
afterAll(async () => {
  await Promise.all(running.map(({ end }) => end('SIGTERM')));
  await nodes.drop();
});

async function mint(node: Running): Promise<NodeKey> {
  const [key] = (await mintKeys(node, 1)) as [NodeKey];
  return key;
}

async function session(node: Running): Promise<BrowserSession> {
  return await signIn(node, (await mint(node)).userId);
}

/** Ends one thing after the other, in each way in turn. @returns what was still let in */
async function endMany<Thing>(
  rounds: number,
  make: (node: Running) => Promise<Thing>,
  { endings, use, refused }: Of<Thing>,
): Promise<string[]> {
  const ways = Object.entries(endings);
  const stale: string[] = [];
  let begun = 0;
  async function lane(): Promise<void> {
    while (begun < rounds) {
      begun += 1;
      const round = begun;
      const [name, end] = ways[round % ways.length] as (typeof ways)[number];
      const [one, other] =
        Math.floor(round / ways.length) % 2 === 0 ? running : [running[1], running[0]];
      const thing = await make(one);
      const before = await use(running, thing);
      await end(one, thing, nodes);
      const after = await use([other, one], thing);
      const isRight =
        before.every((status) => status === 200) &&
        after.every((status) => refused.includes(status));
      if (!isRight) stale.push(`${name}: ${before.join()} then ${after.join()}`);
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane));
  return stale;
}

// Two real processes: what one acknowledges counts in the other's next answer.
describe('a key that was ended', () => {
  it('is refused by the next request at every door of both processes, 270 times of 270', async () => {
    expect(await endMany(270, mint, KEYS)).toEqual([]);
  }, 240_000);

  it('works again as soon as its user is no longer suspended', async () => {
    const [one, other] = running;
    const key = await mint(one);
    const suspend = (is_active: boolean) =>
      asAdmin(one, `/users/${key.userId}`, { method: 'PATCH', body: { is_active } });
    await suspend(false);
    expect(await KEYS.use([other], key)).toEqual([401, 401, 401]);
    await suspend(true);
    expect(await KEYS.use([other], key)).toEqual([200, 200, 200]);
  });
});

describe('a session that was ended', () => {
  it('is refused by the next request of both processes, 90 times of 90', async () => {
    expect(await endMany(90, session, SESSIONS)).toEqual([]);
  }, 240_000);
});
