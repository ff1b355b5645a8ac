import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServerAccount } from '../../src/data/embedded/account.ts';
import { takesConnections } from './ports.ts';
import { signalWithChildren } from './process-group.ts';

/** One database server, which may be ended and started again at the same address. */
export type PostgresProcess = {
  /** For the role of the service. */
  readonly url: string;
  readonly superuserUrl: string;
  readonly start: () => Promise<void>;
  /** SIGINT is a fast shutdown, SIGQUIT an immediate one, SIGKILL a crash. */
  readonly end: (signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL') => Promise<void>;
  /** Stops the whole server in its tracks, or lets it go on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
};

type Options = {
  readonly programs: string;
  readonly folder: string;
  readonly account: ServerAccount;
  readonly url: string;
  readonly superuserUrl: string;
  readonly settings?: Readonly<Record<string, string>>;
};

export function postgresProcess(options: Options): PostgresProcess {
  const { programs, folder, account, url, superuserUrl } = options;
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: new URL(url).port,
    ...options.settings,
  };
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let child: ChildProcess | null = null;

  function signalAll(signal: NodeJS.Signals): void {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    signalWithChildren(child.pid, signal);
  }

  return {
    url,
    superuserUrl,
    start: async () => {
      // What a killed one left in memory may keep the next from starting: then it is tried again.
      for (;;) {
        const started = spawn(join(programs, 'postgres'), ['-D', folder, ...given], {
          ...account,
          cwd: '/',
          stdio: 'ignore',
        });
        child = started;
        while (started.exitCode === null) {
          if (await takesConnections(url)) return;
          await pause(20);
        }
      }
    },
    end: async (signal) => {
      if (child === null || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      signalAll('SIGCONT');
      child.kill(signal);
      await ended;
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
  };
}
