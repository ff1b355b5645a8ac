import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { PEPPER } from '../backup/commands.ts';
import { openWire, type Wire } from '../gateway/wire.ts';
import { SHORT_CUTS } from '../support/short-cuts.ts';

export const ADMIN_KEY = 'an-admin-key-for-the-simulation';
export const INTERNAL_SECRET = 'an-internal-secret-for-the-simulation';

export const SETTINGS = {
  PORT: '0',
  ADMIN_API_TOKEN: ADMIN_KEY,
  INTERNAL_API_SECRET: INTERNAL_SECRET,
  TOKEN_PEPPER: PEPPER,
  // All requests come from one address, many of them with keys that have ended.
  GUESS_LIMIT: '0',
  RATE_LIMIT_KEY: '0',
  RATE_LIMIT_ADDRESS: '0',
  SHORT_CUTS,
};

/** The service as a process of its own, and its own way to the database. */
export type Process = {
  readonly url: string;
  readonly wire: Wire;
  readonly isRunning: () => boolean;
  readonly setClock: (now: number) => Promise<void>;
  /** Moves the clock of its host an hour ahead, and the next time back: nothing should go by it. */
  readonly jumpHostClock: () => void;
  /** The lines that it has logged since this was last called. */
  readonly takeLines: () => string;
  /** Ends it, with the requests that it was serving. */
  readonly kill: () => Promise<void>;
  /** Ends it in order. @returns its exit code */
  readonly stop: () => Promise<number | null>;
};

/** One that starts; its clock can be set before it is there. */
export type Starting = Pick<Process, 'setClock' | 'kill'> & { readonly ready: Promise<Process> };

const SERVICE = fileURLToPath(new URL('service.ts', import.meta.url));
/** What was compiled for an earlier process is not compiled again. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.latchkey/compiled', import.meta.url));
const HOST_CLOCK = new URL('../../bench/faults/clock-jump.mjs', import.meta.url).href;

export async function startProcess(databaseUrl: string, now: number): Promise<Starting> {
  const wire = await openWire(databaseUrl);
  const { PATH = '' } = process.env;
  const child = fork(SERVICE, {
    execArgv: ['--import', HOST_CLOCK],
    env: {
      PATH,
      ...SETTINGS,
      DATABASE_URL: wire.url,
      SIMULATION_NOW: String(now),
      NODE_COMPILE_CACHE: COMPILED,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const takeLines = linesOf(child);
  const exited = once(child, 'close').then(([code]) => code as number | null);
  let url = '';
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const end = async (signal: NodeJS.Signals) => {
    if (isRunning()) child.kill(signal);
    const code = await exited;
    await wire.cut();
    return code;
  };
  const setClock = async (time: number) => {
    child.send(time);
    if (url !== '') await once(child, 'message');
  };
  const kill = async () => void (await end('SIGKILL'));

  async function begun(): Promise<Process> {
    const died = exited.then((code): never => {
      // Once it was ready, its last lines are for others.
      const lines = url === '' ? takeLines() : '';
      throw new Error(`a process ended with ${code} before it was ready: ${lines}`);
    });
    died.catch(() => {});
    for (;;) {
      const [said] = await Promise.race([once(child, 'message') as Promise<[string]>, died]);
      if (!said.startsWith('http')) continue;
      url = said;
      const jumpHostClock = () => void child.kill('SIGUSR2');
      const stop = () => end('SIGTERM');
      return { url, wire, isRunning, setClock, jumpHostClock, takeLines, kill, stop };
    }
  }
  const ready = begun();
  // Whoever needs it hears why it did not start.
  ready.catch(() => {});
  return { ready, setClock, kill };
}

function linesOf(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  return () => {
    const end = text.lastIndexOf('\n') + 1;
    const lines = text.slice(0, end);
    text = text.slice(end);
    return lines;
  };
}
