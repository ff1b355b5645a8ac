import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { neededInCI } from '../support/in-ci.ts';
import { countedIn, sendWith } from './counted.ts';
import { mintKeys, NODES_ADMIN_KEY } from './nodes.ts';
import { build, type Running, readyUrl, serversOf, start } from './process.ts';

const REQUESTS = 20;

const hasTerminals = neededInCI(
  spawnSync('script', ['--version']).error === undefined,
  'apt-get install bsdutils',
);
if (!hasTerminals)
  process.stdout.write('NOT RUN: a terminal that is closed, as script is not installed here\n');

let dataDir: string;
const env = () => ({ DATA_DIR: dataDir, ADMIN_API_TOKEN: NODES_ADMIN_KEY });
beforeAll(build);
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'latchkey-hangup-'));
});
afterEach(async () => {
  // Where a test failed.
  for (const pid of serversOf(dataDir)) process.kill(pid, 'SIGKILL');
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
});

/** Requests that nobody has written down yet when the signal comes. */
async function use(running: Pick<Running, 'url'>): Promise<void> {
  const [key] = await mintKeys(running, 1);
  if (key === undefined) throw new Error('no key');
  for (let count = 0; count < REQUESTS; count += 1) expect(await sendWith(running, key)).toBe(true);
}

it('without a certificate, SIGHUP is a stop in order', async () => {
  const running = await start({ env: env() });
  await use(running);
  expect(await running.end('SIGHUP')).toBe(0);
  expect(serversOf(dataDir)).toEqual([]);
  expect(await countedIn(dataDir)).toBe(REQUESTS);
});

it.runIf(hasTerminals)('closing the terminal of npm start is a stop in order', async () => {
  const { PATH = '' } = process.env;
  const terminal = spawn('script', ['-qfc', 'npm start', '/dev/null'], {
    env: { PATH, PORT: '0', ...env() },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  terminal.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  await until(() => readyUrl(output) !== undefined);
  await use({ url: readyUrl(output) ?? '' });
  terminal.kill('SIGKILL');
  // The last that a stop does: its database has ended by then.
  await until(() => !existsSync(join(dataDir, 'latchkey.lock')));
  expect(serversOf(dataDir)).toEqual([]);
  expect(await countedIn(dataDir)).toBe(REQUESTS);
});

/** Loaded before the service: no part of it, but of its process. */
const WARNING = `process.on('SIGUSR2', () => process.stderr.write('a warning of nobody\\n'));`;

it('output that nobody can read ends neither the service nor its stop', async () => {
  const module = join(dataDir, 'warning.mjs');
  writeFileSync(module, WARNING);
  const running = await start({ env: { ...env(), NODE_OPTIONS: `--import=${module}` } });
  for (const stream of [running.child.stdout, running.child.stderr]) stream?.destroy();
  running.child.kill('SIGUSR2');
  await use(running);
  expect(await running.end('SIGHUP')).toBe(0);
  expect(await countedIn(dataDir)).toBe(REQUESTS);
});
