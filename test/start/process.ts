import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { SHORT_CUTS } from '../support/short-cuts.ts';

/** The service as a process of its own, started as an operator would. */
export type Running = {
  readonly child: ChildProcess;
  readonly url: string;
  readonly output: () => string;
  /** Sends the signal and waits for the end. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
};

export type Ended = {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
};

export type Launch = {
  readonly env: Readonly<Record<string, string>>;
  readonly uid?: number;
  /** The checkout that it is started from; this one unless given. */
  readonly folder?: string;
  /** Kills it at once. */
  readonly killed?: AbortSignal;
};

const NODE = process.execPath;

export function build(): void {
  execFileSync(NODE, ['scripts/setup.mjs'], { stdio: 'ignore' });
}

function launch({ env, uid, folder, killed }: Launch): ChildProcess {
  const { PATH = '' } = process.env;
  const child = spawn(NODE, ['dist/main.js'], {
    env: { PATH, PORT: '0', SHORT_CUTS, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid, gid: uid }),
    ...(folder !== undefined && { cwd: folder }),
  });
  killed?.addEventListener('abort', () => child.kill('SIGKILL'));
  return child;
}

/** What it says once it is ready: a text for people, in production a line of JSON. */
export function readyUrl(output: string): string | undefined {
  const said = /Graphi?QL +(\S+)\/graphql[\s\S]*Ctrl-C/.exec(output)?.[1];
  return said ?? /"url":"([^"]+)","msg":"ready"/.exec(output)?.[1];
}

/** Starts it and waits until it says that it is ready. */
export async function start(options: Launch): Promise<Running> {
  const child = launch(options);
  const { promise: ended, resolve: end } = Promise.withResolvers<number | null>();
  const { promise: ready, resolve: isReady, reject } = Promise.withResolvers<string>();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += String(chunk);
      const url = readyUrl(output);
      if (url !== undefined) isReady(url);
    });
  }
  child.on('exit', (code) => {
    end(code);
    reject(new Error(`ended before it was ready: ${output}`));
  });
  const url = await ready;
  return {
    child,
    url,
    output: () => output,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts it and waits for its end: for starts that must fail. */
export function run(options: Launch): Promise<Ended> {
  const child = launch(options);
  const { promise, resolve } = Promise.withResolvers<Ended>();
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk) => {
    output += String(chunk);
    // It was not to start: do not wait for ever.
    if (readyUrl(output) !== undefined) child.kill('SIGTERM');
  });
  child.stderr?.on('data', (chunk) => {
    errors += String(chunk);
  });
  child.on('close', (code) => resolve({ code, output, errors }));
  return promise;
}

/** Processes of a database in this folder. */
export function serversOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
      } catch {
        return false;
      }
    })
    .map(Number);
}
