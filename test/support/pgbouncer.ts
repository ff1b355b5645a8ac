import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { serverAccount } from '../../src/data/embedded/account.ts';
import { neededInCI } from './in-ci.ts';
import { freePort, takesConnections } from './ports.ts';

export type PgBouncer = {
  readonly port: number;
  /** Leads to another server from now on: its file is changed and read again. */
  readonly pointTo: (databaseUrl: string) => void;
  /** Ends it and starts it again at the same port. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** @throws Error in CI, where nothing may be left out */
export function hasPgBouncer(): boolean {
  const { error } = spawnSync('pgbouncer', ['--version'], { stdio: 'ignore' });
  return neededInCI(error === undefined, 'apt-get install pgbouncer');
}

/** Every database of a server, in transaction mode, and otherwise as Debian configures it. */
export async function startPgBouncer(databaseUrl: string): Promise<PgBouncer> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-pgbouncer-'));
  const port = await freePort();
  const config = join(folder, 'pgbouncer.ini');
  writeFileSync(config, configOf(databaseUrl, port));
  // It refuses to run as root.
  chmodSync(folder, 0o755);
  const address = Object.assign(new URL(databaseUrl), { port: String(port) });
  const run = async (): Promise<ChildProcess> => {
    const started = spawn('pgbouncer', ['-q', config], { ...serverAccount(), stdio: 'ignore' });
    while (!(await takesConnections(address.href))) {
      if (started.exitCode !== null) throw new Error('PgBouncer did not start');
      await pause(20);
    }
    return started;
  };
  let child = await run();
  const end = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  return {
    port,
    pointTo: (other) => {
      writeFileSync(config, configOf(other, port));
      child.kill('SIGHUP');
    },
    restart: async () => {
      await end();
      child = await run();
    },
    stop: async () => {
      await end();
      rmSync(folder, { recursive: true });
    },
  };
}

/** After a failed login, another one is tried after a second; Debian's 15 would be the length of a failover. */
function configOf(databaseUrl: string, port: number): string {
  const { hostname, port: serverPort, username, password } = new URL(databaseUrl);
  return `[databases]
* = host=${hostname} port=${serverPort} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
max_client_conn = 1000
server_idle_timeout = 5
server_login_retry = 1
`;
}
