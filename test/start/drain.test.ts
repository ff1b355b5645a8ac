import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { createNodes, NODES_ADMIN_KEY, type Nodes, nodeEnv } from './nodes.ts';
import { start } from './process.ts';

/** Nobody waits for so long: a signal ends it. */
const LONG = '600';

let nodes: Nodes;
beforeAll(async () => {
  nodes = await createNodes();
});
afterAll(() => nodes.drop());

const startWith = (env: Readonly<Record<string, string>>) =>
  start({ env: { ...nodeEnv(nodes.databaseUrl), ...env } });

it.each(['SIGTERM', 'SIGHUP'] as const)(
  'a stop by %s turns readiness red, and answers everything else until the time for balancers is over',
  async (signal) => {
    const { url, child, output, end } = await startWith({ DRAIN_SECONDS: LONG });
    const statusOf = async (path: string, init: RequestInit = {}) =>
      (await fetch(url + path, { ...init, headers: { ...init.headers, connection: 'close' } }))
        .status;
    const create = (email: string) =>
      statusOf('/admin/users', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-admin-api-key': NODES_ADMIN_KEY },
        body: JSON.stringify({ email }),
      });
    expect(await statusOf('/health/ready')).toBe(200);

    const ended = end(signal);
    await until(async () => (await statusOf('/health/ready')) === 503);
    const ready = await fetch(`${url}/health/ready`);
    expect(await ready.json()).toEqual({ status: 'not ready', checks: { shutdown: 'draining' } });
    expect(ready.headers.get('retry-after')).toBe('1');
    expect([await statusOf('/health/live'), await create(`late-${signal}@example.com`)]).toEqual([
      200, 201,
    ]);
    expect(output()).toContain('"seconds":600');

    // A second signal is one that comes later: npm sends Ctrl-C twice.
    const isOpen = () => statusOf('/health/live').then(Boolean, () => false);
    while (await isOpen()) {
      child.kill(signal);
      await pause(100);
    }
    expect(await ended).toBe(0);
  },
);

it('a stop does not wait without the setting', async () => {
  const { output, end } = await startWith({});
  expect(await end('SIGTERM')).toBe(0);
  expect(output()).not.toContain('balancers');
});

it.each([
  [{}, 'timeout=65'],
  [{ KEEP_ALIVE_SECONDS: '7' }, 'timeout=7'],
])('an idle connection stays open as long as the settings say: %j', async (env, expected) => {
  const { url, end } = await startWith(env);
  const { headers } = await fetch(`${url}/health/live`);
  expect(headers.get('keep-alive')).toBe(expected);
  await end('SIGTERM');
});

it('in production the start is announced by a line of JSON, and nothing else is printed', async () => {
  const { url, output, end } = await startWith({
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    ADMIN_API_TOKEN: 'k7Qw2-an-operator-key-of-its-own-33',
    INTERNAL_API_SECRET: 'c4Rt9-a-secret-of-the-services-61',
  });
  await end('SIGTERM');
  const lines = output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string });
  expect(lines).toContainEqual(expect.objectContaining({ msg: 'ready', url }));
});
