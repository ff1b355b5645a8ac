import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../../core/start-error.ts';
import { commandOf, isAlive, waitForEnd } from './processes.ts';

const FAST_MS = 10_000;
const IMMEDIATE_MS = 5_000;

/**
 * Stops a server that a killed service left behind. What it had acknowledged is on the disk.
 * @throws StartError when it does not stop, or it cannot be known which one it is
 */
export async function stopOrphan(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  // Of its server, nothing is known; PostgreSQL would refuse to start beside the file.
  if (!Number.isInteger(pid) || pid <= 1)
    throw new StartError(
      `The file ${file} is empty or damaged: make sure that no PostgreSQL runs on ${folder} (ps -ef), delete the file, and start again`,
    );
  if (!isAlive(pid)) return;
  if (!isServerOf(pid, folder)) {
    // The number belongs to something else by now, and PostgreSQL would take it for itself.
    rmSync(file, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  if (await waitForEnd(pid, FAST_MS)) return;
  process.kill(pid, 'SIGQUIT');
  if (await waitForEnd(pid, IMMEDIATE_MS)) return;
  throw new StartError(
    `A PostgreSQL left over from an earlier run (process ${pid}) does not stop: end it manually`,
  );
}

function isServerOf(pid: number, folder: string): boolean {
  const command = commandOf(pid);
  return command.includes('postgres') && command.includes(folder);
}
