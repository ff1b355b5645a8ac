import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HAProxy, hasHAProxy, startHAProxy } from '../http/haproxy.ts';
import { until } from '../http/raw-connection.ts';
import { freePort } from '../support/ports.ts';
import { startLoad } from '../upgrade/load.ts';
import { createNodes, mintKeys, type Nodes, nodeEnv } from './nodes.ts';
import { type Running, start } from './process.ts';

const isInstalled = hasHAProxy();
if (!isInstalled)
  process.stdout.write('NOT RUN: restarts behind HAProxy, as it is not installed here\n');

const ROUNDS = 2;

describe.skipIf(!isInstalled)('two processes behind HAProxy', () => {
  let nodes: Nodes;
  let ports: readonly number[];
  let running: Running[];
  let proxy: HAProxy;

  const startAt = (port: number) =>
    start({
      env: {
        ...nodeEnv(nodes.databaseUrl),
        PORT: String(port),
        // As in the image. Many checks of the balancer, some of which a busy machine delays.
        DRAIN_SECONDS: '5',
        RATE_LIMIT_ADDRESS: '0',
      },
    });

  beforeAll(async () => {
    nodes = await createNodes();
    ports = [await freePort(), await freePort()];
    running = [];
    for (const port of ports) running.push(await startAt(port));
    proxy = await startHAProxy(ports);
  });
  afterAll(async () => {
    await Promise.all(running.map(({ end }) => end('SIGTERM')));
    await proxy.stop();
    await nodes.drop();
  });

  it('that are restarted one after the other lose no request', async () => {
    for (const port of ports) await until(() => proxy.isUp(port));
    const load = startLoad(await mintKeys({ url: proxy.url }, 4), [{ url: proxy.url }]);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [place, port] of ports.entries()) {
        await load.more(200);
        expect(await running[place]?.end('SIGTERM')).toBe(0);
        await until(async () => !(await proxy.isUp(port)));
        running[place] = await startAt(port);
        await until(() => proxy.isUp(port));
      }
    }
    await load.more(200);
    await load.stop();
    expect(load.failures).toEqual([]);
  });
});
