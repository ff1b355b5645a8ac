import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { asAdmin, createNodes, NODES_ADMIN_KEY, type Nodes } from './nodes.ts';
import type { Running } from './process.ts';

// An error that a connection reports while nobody waits for it would end the process: so this is tried
// on a real one.

const CLIENTS = 12;
const ROUNDS = 3;

let nodes: Nodes;
let node: Running;
let holder: pg.Client;
beforeAll(async () => {
  nodes = await createNodes();
  node = await nodes.start();
  holder = new pg.Client({ connectionString: nodes.databaseUrl });
  await holder.connect();
});
afterAll(async () => {
  await holder.end();
  await node.end('SIGKILL');
  await nodes.drop();
});

/** Its status, or why there was no answer. */
async function create(place: string): Promise<string> {
  const sent = fetch(`${node.url}/admin/users`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-admin-api-key': NODES_ADMIN_KEY,
      // What is remembered is done in a transaction, which holds its connection.
      'idempotency-key': place,
    },
    body: JSON.stringify({ email: `ended${place}@example.com` }),
  });
  return await sent.then(
    ({ status }) => String(status),
    (error: Error) => String(error.cause),
  );
}

async function endWaiting(): Promise<void> {
  await vi.waitFor(async () => {
    const ended = await nodes.query(`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`);
    expect(ended).not.toEqual([]);
  }, 60_000);
}

it('the process lives on when the database ends connections that wait for a lock in a transaction', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    await holder.query('begin');
    await holder.query('lock table users in share row exclusive mode');
    const answers = Array.from({ length: CLIENTS }, (_, place) => create(`${round}-${place}`));
    await endWaiting();
    await holder.query('rollback');
    const odd = (await Promise.all(answers)).filter((answer) => !/^(201|503)$/.test(answer));
    expect(odd).toEqual([]);
  }
  expect(
    await asAdmin<{ id: number }>(node, '/admin/users', { body: { email: 'a@example.com' } }),
  ).toMatchObject({ email: 'a@example.com' });
  expect(await node.end('SIGTERM')).toBe(0);
});
