import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { serverAccount } from '../../src/data/embedded/account.ts';
import { programsFor } from '../../src/data/embedded/binaries.ts';
import { openCluster } from '../../src/data/embedded/cluster.ts';
import { startEmbedded } from '../../src/data/embedded/embedded.ts';
import { migrate } from '../../src/data/migrations/migrate.ts';
import { newDatabaseFolder } from './database-folder.ts';
import { freePort, takesConnections } from './ports.ts';
import { signalWithChildren } from './process-group.ts';

/** A PostgreSQL that a test may kill: it comes back at the same address. */
export type OwnPostgres = {
  /** A database that has all migrations. */
  readonly url: string;
  /** The same database for a superuser. */
  readonly superuserUrl: string;
  readonly start: () => Promise<void>;
  /** Ends it: SIGINT is a fast shutdown, SIGQUIT an immediate one, SIGKILL a crash. */
  readonly end: (signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL') => Promise<void>;
  /** Stops the whole server in its tracks, or lets it go on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** A hot standby with all that is there by now, which `pg_promote()` makes writable. Ends with this one. */
  readonly standby: () => Promise<string>;
  readonly remove: () => Promise<void>;
};

const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories='];

/** @param inFolder where it is made, if not in a place of its own */
export async function createOwnPostgres(inFolder?: string): Promise<OwnPostgres> {
  const dataDir =
    inFolder === undefined ? newDatabaseFolder('latchkey-own-') : join(inFolder, 'data');
  const first = await startEmbedded({ dataDir });
  await migrate({ connectionString: first.url });
  await first.stop();
  const account = serverAccount();
  const programs = programsFor(account);
  const { folder } = await openCluster(dataDir, { binDir: programs, account });
  const url = Object.assign(new URL(first.url), { port: String(await freePort()) });
  let child: ChildProcess | null = null;
  const standbys: ChildProcess[] = [];

  /** @param adopt told of each try: what a killed one left in memory may keep the next from starting */
  async function run(
    on: string,
    address: URL,
    adopt: (started: ChildProcess) => void,
  ): Promise<void> {
    for (;;) {
      const given = [`port=${address.port}`, ...SETTINGS].flatMap((setting) => ['-c', setting]);
      const options = { ...account, cwd: '/', stdio: 'ignore' } as const;
      const started = spawn(join(programs, 'postgres'), ['-D', on, ...given], options);
      adopt(started);
      while (started.exitCode === null) {
        if (await takesConnections(address.href)) return;
        await pause(20);
      }
    }
  }

  const start = () =>
    run(folder, url, (started) => {
      child = started;
    });

  async function standby(): Promise<string> {
    const copy = `${folder}-standby`;
    const address = Object.assign(new URL(url), { port: String(await freePort()) });
    await end('SIGINT');
    execFileSync('cp', ['-a', folder, copy]);
    execFileSync('cp', ['-a', join(folder, 'PG_VERSION'), join(copy, 'standby.signal')]);
    await start();
    await run(copy, address, (started) => standbys.push(started));
    return address.href;
  }

  function signalAll(signal: NodeJS.Signals): void {
    if (child?.pid === undefined) return;
    signalWithChildren(child.pid, signal);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  await start();
  return {
    url: url.href,
    superuserUrl: Object.assign(new URL(first.superuserUrl), { port: url.port }).href,
    start,
    end,
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    standby,
    remove: async () => {
      signalAll('SIGCONT');
      await end('SIGQUIT');
      for (const other of standbys) {
        if (other.exitCode !== null) continue;
        const ended = once(other, 'exit');
        other.kill('SIGQUIT');
        await ended;
      }
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
