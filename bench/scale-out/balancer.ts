import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../test/support/ports.ts';

export type Balancer = {
  /** Of the service, whichever process answers. */
  readonly url: string;
  /** Of PostgreSQL, whichever server runs: for migrations and subscriptions, which PgBouncer cannot serve. */
  readonly databasePort: number;
  readonly stop: () => Promise<void>;
};

type Ports = {
  readonly services: readonly number[];
  readonly primary: string;
  readonly replica: string;
};

/** HAProxy before the processes of the service, and before the two servers of PostgreSQL. */
export async function startBalancer(ports: Ports): Promise<Balancer> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-scale-out-'));
  const [port, databasePort] = [await freePort(), await freePort()];
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, configOf({ ...ports, port, databasePort }));
  const child = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' });
  process.once('exit', () => child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error('HAProxy did not start');
    await pause(20);
  }
  return {
    url,
    databasePort,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Any answer is HAProxy's: the processes may start later. */
async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    () => true,
    () => false,
  );
}

/** Where no process is ready, HAProxy refuses in the way of the service: 503, and when to come back. */
function configOf({
  services,
  primary,
  replica,
  port,
  databasePort,
}: Ports & { readonly port: number; readonly databasePort: number }): string {
  const lines = services.map((at) => `  server at-${at} 127.0.0.1:${at}`).join('\n');
  return `defaults
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  timeout check 5s
listen clients
  mode http
  bind 127.0.0.1:${port}
  balance roundrobin
  option httpchk GET /health/ready
  default-server check inter 500ms fall 2 rise 1
  http-error status 503 content-type application/json string '{"detail":"Try again shortly."}' hdr Retry-After 1
${lines}
listen postgres
  mode tcp
  # A connection that waits for notifications is silent for as long as nothing changes.
  timeout client 24h
  timeout server 24h
  bind 127.0.0.1:${databasePort}
  default-server check inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
  server primary 127.0.0.1:${primary}
  server replica 127.0.0.1:${replica} backup
`;
}
