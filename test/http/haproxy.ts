import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { neededInCI } from '../support/in-ci.ts';
import { freePort } from '../support/ports.ts';
import { until } from './raw-connection.ts';

export type HAProxy = {
  readonly url: string;
  /** Whether it sends requests to the server at this port. */
  readonly isUp: (port: number) => Promise<boolean>;
  readonly stop: () => Promise<void>;
};

/** @throws Error in CI, where nothing may be left out */
export function hasHAProxy(): boolean {
  const { error } = spawnSync('haproxy', ['-v']);
  return neededInCI(error === undefined, 'apt-get install haproxy');
}

/** Runs HAProxy before servers at these ports, which it watches by `/health/ready`. */
export async function startHAProxy(servers: readonly number[]): Promise<HAProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-haproxy-'));
  const [port, statusPort] = [await freePort(), await freePort()];
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, configOf({ port, statusPort, servers }));
  const child = spawn('haproxy', ['-db', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  /** A line for each server: its name is the second field, its status the 18th. */
  const status = () =>
    fetch(`http://127.0.0.1:${statusPort}/;csv`).then(
      (response) => response.text(),
      () => '',
    );
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`HAProxy did not start: ${said}`);
    return (await status()) !== '';
  });
  return {
    url: `http://127.0.0.1:${port}`,
    isUp: async (server) => {
      const lines = (await status()).split('\n').map((line) => line.split(','));
      return lines.some(([, name, ...rest]) => name === `at-${server}` && rest[15] === 'UP');
    },
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Ports = {
  readonly port: number;
  readonly statusPort: number;
  readonly servers: readonly number[];
};

function configOf({ port, statusPort, servers }: Ports): string {
  return `defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  timeout check 10s
frontend clients
  bind 127.0.0.1:${port}
  default_backend nodes
frontend status
  bind 127.0.0.1:${statusPort}
  stats enable
  stats uri /
backend nodes
  balance roundrobin
  option httpchk GET /health/ready
  default-server check inter 200ms fall 2 rise 1
${servers.map((server) => `  server at-${server} 127.0.0.1:${server}\n`).join('')}`;
}
