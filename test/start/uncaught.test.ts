import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { childrenOf, isAlive } from '../../src/data/embedded/processes.ts';
import { until } from '../http/raw-connection.ts';
import { countedIn, sendWith } from './counted.ts';
import { mintKeys, NODES_ADMIN_KEY } from './nodes.ts';
import { build, type Running, start } from './process.ts';

/** Loaded before the service: no part of it, but of its process. */
const TROUBLE = `
process.on('SIGUSR2', () => { throw new Error('thrown by nobody'); });
process.on('SIGWINCH', () => { void Promise.reject(new Error('rejected by nobody')); });
`;

let folder: string;
let data: string;
let running: Running;
beforeAll(() => {
  build();
  folder = mkdtempSync(join(tmpdir(), 'latchkey-uncaught-'));
  data = join(folder, 'data');
  writeFileSync(join(folder, 'trouble.mjs'), TROUBLE);
});
afterEach(() => running.end('SIGKILL'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Its PostgreSQL with all that belongs to it. */
function serversOf({ child }: Running): number[] {
  const servers = childrenOf(child.pid ?? 0);
  return [...servers, ...servers.flatMap(childrenOf)];
}

describe('uncaught error', () => {
  it.each([
    ['thrown', 'SIGUSR2'],
    ['rejected', 'SIGWINCH'],
  ] as const)('%s ends the process in order, its database with it', async (how, signal) => {
    running = await start({
      env: { DATA_DIR: data, NODE_OPTIONS: `--import=${join(folder, 'trouble.mjs')}` },
    });
    const servers = serversOf(running);
    expect(servers).not.toEqual([]);
    expect(await running.end(signal)).toBe(1);
    expect(running.output()).toContain(`${how} by nobody`);
    await vi.waitFor(() => expect(servers.filter(isAlive)).toEqual([]), 60_000);
  });

  it('does not wait for balancers, and writes what was counted until the last answer', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-uncaught-'));
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
    running = await start({
      env: {
        DATA_DIR: dataDir,
        ADMIN_API_TOKEN: NODES_ADMIN_KEY,
        // No less than the process waits for its stop.
        DRAIN_SECONDS: '10',
        RATE_LIMIT_KEY: '0',
        RATE_LIMIT_ADDRESS: '0',
        NODE_OPTIONS: `--import=${join(folder, 'trouble.mjs')}`,
      },
    });
    const [key] = await mintKeys(running, 1);
    if (key === undefined) throw new Error('no key');
    let answered = 0;
    const isAnswered = () => sendWith(running, key);
    const clients = Array.from({ length: 4 }, async () => {
      while (await isAnswered()) answered += 1;
    });
    await until(() => answered > 100);
    expect(await running.end('SIGUSR2')).toBe(1);
    await Promise.all(clients);
    expect(await countedIn(dataDir)).toBe(answered);
    expect(running.output()).not.toContain('balancers');
  });
});

it('a stop ends within seconds although somebody has stopped the database', async () => {
  running = await start({ env: { DATA_DIR: data } });
  const servers = serversOf(running);
  for (const pid of servers) process.kill(pid, 'SIGSTOP');
  await pause(100);
  expect(await running.end('SIGTERM')).toBe(0);
  await vi.waitFor(() => expect(servers.filter(isAlive)).toEqual([]), 60_000);
});
