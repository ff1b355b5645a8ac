import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { createNodes, NODES_ADMIN_KEY, type Nodes, nodeEnv } from './nodes.ts';
import { type Running, start } from './process.ts';

/** Loaded before the service: no part of it, but of its process. */
const TROUBLE = `process.on('SIGUSR2', () => { throw new Error('thrown by nobody'); });`;

let nodes: Nodes;
let folder: string;
beforeAll(async () => {
  nodes = await createNodes();
  folder = mkdtempSync(join(tmpdir(), 'latchkey-lines-'));
  writeFileSync(join(folder, 'trouble.mjs'), TROUBLE);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await nodes.drop();
});

async function startNode(): Promise<Running> {
  const running = await start({
    env: {
      ...nodeEnv(nodes.databaseUrl),
      RATE_LIMIT_ADDRESS: '0',
      NODE_OPTIONS: `--import=${join(folder, 'trouble.mjs')}`,
    },
  });
  onTestFinished(async () => {
    await running.end('SIGKILL');
  });
  return running;
}

async function send({ url }: Running, requestIds: readonly string[]): Promise<void> {
  const headers = (requestId: string) => ({ 'x-request-id': requestId });
  await Promise.all(
    requestIds.map(async (requestId) => {
      const response = await fetch(`${url}/openapi.json?unread`, { headers: headers(requestId) });
      await response.body?.cancel();
    }),
  );
}

const idsOf = (name: string, count: number) =>
  Array.from({ length: count }, (_, place) => `${name}-${place}-`.padEnd(64, 'x'));

/** All that it wrote, once it has ended. */
async function outputAfter(running: Running, signal: NodeJS.Signals): Promise<string> {
  const closed = once(running.child, 'close');
  await running.end(signal);
  await closed;
  return running.output();
}

const loggedIn = (output: string, ids: readonly string[]) =>
  ids.filter((id) => output.includes(`"requestId":"${id}"`));

describe('lines of requests that were answered just before the end', () => {
  it.each([
    ['a stop', 'SIGTERM'],
    ['an uncaught error', 'SIGUSR2'],
  ] as const)('are all written by %s', async (_, signal) => {
    const running = await startNode();
    const ids = idsOf(signal, 300);
    await send(running, ids);
    const output = await outputAfter(running, signal);
    expect(loggedIn(output, ids)).toEqual(ids);
    expect(output.includes('thrown by nobody')).toBe(signal === 'SIGUSR2');
  });
});

describe('a reader of the output that has stopped reading', () => {
  const droppedBy = async ({ url }: Running): Promise<number> => {
    const headers = { 'x-admin-api-key': NODES_ADMIN_KEY };
    const text = await (await fetch(`${url}/metrics`, { headers })).text();
    return Number(/^latchkey_log_lines_dropped_total (\d+)$/m.exec(text)?.[1]);
  };
  /** Sends requests until some of their lines are lost. */
  async function fill(running: Running): Promise<void> {
    running.child.stdout?.pause();
    for (let round = 0; (await droppedBy(running)) === 0; round += 1)
      await send(running, idsOf(`round-${round}`, 500));
  }

  it('holds up no request, and is told how many lines were dropped once it goes on', async () => {
    const running = await startNode();
    await fill(running);
    running.child.stdout?.resume();
    await until(() => running.output().includes('lines of the log were dropped'));
    const [, lines] = /"lines":(\d+),"msg":"lines of the log/.exec(running.output()) ?? [];
    expect(Number(lines)).toBeGreaterThan(0);
    expect(await droppedBy(running)).toBe(Number(lines));
    await send(running, ['after-it']);
    expect(loggedIn(await outputAfter(running, 'SIGTERM'), ['after-it'])).toEqual(['after-it']);
  });

  it('does not hold up a stop', async () => {
    const running = await startNode();
    await fill(running);
    expect(await running.end('SIGTERM')).toBe(0);
  });
});

it('a reader that is gone does not end the service', async () => {
  const running = await startNode();
  running.child.stdout?.destroy();
  await send(running, idsOf('unread', 200));
  const metrics = async () => {
    const headers = { 'x-admin-api-key': NODES_ADMIN_KEY };
    return await (await fetch(`${running.url}/metrics`, { headers })).text();
  };
  await until(async () => !(await metrics()).includes('latchkey_log_lines_dropped_total 0'));
  expect(await running.end('SIGTERM')).toBe(0);
});
