import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asAdmin, createNodes, mintKeys, NODES_SECRET, type NodeKey, type Nodes } from './nodes.ts';
import type { Running } from './process.ts';

const ROUNDS = 300;
const LANES = 10;

type Ending = (node: Running, key: NodeKey, nodes: Nodes) => Promise<unknown>;

/** Every way in which a key stops working; acknowledged when it returns. */
const ENDINGS: Readonly<Record<string, Ending>> = {
  revoked: (node, { id }) => asAdmin(node, `/admin/tokens/${id}`, { method: 'DELETE' }),
  suspended: (node, { userId }) =>
    asAdmin(node, `/users/${userId}`, { method: 'PATCH', body: { is_active: false } }),
  expired: (_node, { id }, { query }) =>
    query('update api_tokens set expires_at = now() where id = $1', [id]),
  rotated: (node, { userId }) => asAdmin(node, `/users/${userId}/rotate-key`),
  deleted: (node, { userId }) => asAdmin(node, `/users/${userId}`, { method: 'DELETE' }),
};
const KINDS = Object.keys(ENDINGS);

// Two real processes: what one acknowledges counts in the other's next answer.
describe('a key that was ended', () => {
  let nodes: Nodes;
  let running: readonly [Running, Running];
  beforeAll(async () => {
    nodes = await createNodes();
    running = await Promise.all([nodes.start(), nodes.start()]);
  });
  afterAll(async () => {
    await Promise.all(running.map(({ end }) => end('SIGTERM')));
    await nodes.drop();
  });

  it(`is refused by the next request at every door of both processes, ${ROUNDS} times of ${ROUNDS}`, async () => {
    const stale: string[] = [];
    let rounds = 0;
    async function lane(): Promise<void> {
      while (rounds < ROUNDS) {
        rounds += 1;
        stale.push(...(await playRound(rounds)));
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane));
    expect(stale).toEqual([]);
    expect(rounds).toBe(ROUNDS);
  }, 180_000);

  async function playRound(round: number): Promise<string[]> {
    const kind = KINDS[round % KINDS.length] as string;
    const [one, other] = round % 2 === 0 ? running : [running[1], running[0]];
    const [key] = (await mintKeys(one, 1)) as [NodeKey];
    const before = await useEverywhere(running, key);
    await ENDINGS[kind]?.(one, key, nodes);
    const after = await useEverywhere([other, one], key);
    const isRight =
      before.every((status) => status === 200) && after.every((status) => status === 401);
    return isRight ? [] : [`${kind}: ${before.join()} then ${after.join()}`];
  }

  it('works again as soon as its user is no longer suspended', async () => {
    const [one, other] = running;
    const [key] = (await mintKeys(one, 1)) as [NodeKey];
    const suspend = (is_active: boolean) =>
      asAdmin(one, `/users/${key.userId}`, { method: 'PATCH', body: { is_active } });
    await suspend(false);
    expect(await useEverywhere([other], key)).toEqual([401, 401, 401]);
    await suspend(true);
    expect(await useEverywhere([other], key)).toEqual([200, 200, 200]);
  });
});

function useEverywhere(running: readonly Running[], { text }: NodeKey): Promise<number[]> {
  const json = { 'content-type': 'application/json' };
  return Promise.all(
    running.flatMap(({ url }) => [
      statusOf(fetch(`${url}/auth/me`, { headers: { 'x-api-key': text } })),
      statusOf(
        fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { ...json, 'x-api-key': text },
          body: '{"query":"{ viewer { access } }"}',
        }),
      ),
      statusOf(
        fetch(`${url}/internal/validate`, {
          method: 'POST',
          headers: { ...json, 'x-internal-secret': NODES_SECRET },
          body: JSON.stringify({ token: text }),
        }),
      ),
    ]),
  );
}

async function statusOf(sent: Promise<Response>): Promise<number> {
  const response = await sent;
  await response.arrayBuffer();
  return response.status;
}
