import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartError } from '../../core/start-error.ts';
import { connectionSettings } from '../connection/session-settings.ts';
import { failureCause } from './failure.ts';

const READY_MS = 60_000;
const RETRY_MS = 15;

type Started = {
  readonly child: ChildProcess;
  readonly folder: string;
  /** How long its log was before. */
  readonly logBegin: number;
  readonly signal: AbortSignal | undefined;
};

/** Waits for the first answer. */
export async function waitUntilReady(url: string, started: Started): Promise<void> {
  const { child, folder, logBegin, signal } = started;
  const deadline = Date.now() + READY_MS;
  for (;;) {
    signal?.throwIfAborted();
    if (isOver(child) || Date.now() > deadline)
      throw new StartError(
        `PostgreSQL did not start in ${folder}: ${causeOf(child, failureCause(folder, logOf(folder, logBegin)))}`,
      );
    if (await answers(url)) return;
    await sleep(RETRY_MS);
  }
}

/** Whether a process has ended, by itself or by a signal, or never began. */
export function isOver({ exitCode, signalCode, pid }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null || pid === undefined;
}

function causeOf({ signalCode }: ChildProcess, printed: string): string {
  return signalCode === null
    ? printed
    : `it was ended by ${signalCode}. The last that it printed: ${printed}`;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({
    ...connectionSettings(url, 'latchkey-setup').config,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    // 57P03: still starting or recovering. Without a code: not listening yet.
    const { code } = error as { code?: string };
    if (code === undefined || code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03')
      return false;
    throw new StartError(
      `The embedded PostgreSQL refuses the connection: ${(error as Error).message}`,
    );
  } finally {
    await client.end().catch(() => {});
  }
}

/** What this server printed: its log goes on from earlier ones. */
function logOf(folder: string, begin: number): string {
  try {
    return readFileSync(`${folder}.log`).subarray(begin).toString('utf8');
  } catch {
    return '';
  }
}
