import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerAccount } from './account.ts';
import { SUPERUSER } from './roles.ts';

type Run = {
  readonly cluster: string;
  readonly passwordFile: string;
  readonly binDir: string;
  readonly account: ServerAccount;
};

type Made = {
  readonly isMade: boolean;
  /** What it said, or why it could not be run. */
  readonly printed: string;
};

/**
 * Lets `initdb` make a cluster. In a process group of its own, so that a signal to ours does not end it half-way;
 * when the start is given up, all of it is killed.
 * @throws the reason of the signal
 */
export async function runInitdb(run: Run, signal: AbortSignal | undefined): Promise<Made> {
  signal?.throwIfAborted();
  const child = spawn(join(run.binDir, 'initdb'), optionsOf(run), {
    ...run.account,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const kill = () => endGroup(child.pid);
  signal?.addEventListener('abort', kill);
  process.on('exit', kill);
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const ended = Promise.withResolvers<string>();
  child.once('error', ({ message }) => ended.resolve(message));
  child.once('close', () => ended.resolve(''));
  try {
    const problem = await ended.promise;
    if (signal?.aborted) await groupEnded(child.pid);
    signal?.throwIfAborted();
    return { isMade: child.exitCode === 0, printed: printed || problem };
  } finally {
    signal?.removeEventListener('abort', kill);
    process.off('exit', kill);
  }
}

function optionsOf({ cluster, passwordFile }: Run): readonly string[] {
  return [
    '-D',
    cluster,
    '-U',
    SUPERUSER,
    `--pwfile=${passwordFile}`,
    '-A',
    'scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-instructions',
    // Else a disk that was full no longer is when the cause is looked for. We remove all of it.
    '--no-clean',
  ];
}

/** With the servers that it runs. @returns whether there was anything to end */
function endGroup(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    return false;
  }
}

const TRIES = 100;

/** None of it writes any longer into what is about to be removed. */
async function groupEnded(pid: number | undefined): Promise<void> {
  for (let tries = 0; tries < TRIES && endGroup(pid); tries += 1) await sleep(10);
}
