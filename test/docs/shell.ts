import { execFile, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../http/raw-connection.ts';
import { readyUrl } from '../start/process.ts';

type Settings = Readonly<Record<string, string>>;

const LATCHKEY = `npx() { shift; "${process.execPath}" "${resolve('dist/latchkey.js')}" "$@"; }`;

export type Shell = {
  readonly folder: string;
  readonly env: Settings;
  /** Functions of the shell. */
  readonly standIns?: string;
};

/** What a command prints. It has to end with 0. */
export async function runCommand(
  { folder, env, standIns = '' }: Shell,
  command: string,
): Promise<string> {
  const { PATH = '' } = process.env;
  const options = { cwd: folder, env: { PATH, ...env } };
  const { stdout } = await promisify(execFile)(
    'sh',
    ['-e', '-c', `${LATCHKEY}\n${standIns}\n${command}`],
    options,
  );
  return stdout;
}

/** Runs a command that does not end by itself, until it has printed this. */
export async function followCommand(
  { folder, env }: Shell,
  command: string,
  { expected, happen }: { readonly expected: RegExp; readonly happen: () => Promise<unknown> },
): Promise<void> {
  const { PATH = '' } = process.env;
  const child = spawn('sh', ['-c', `exec ${command}`], { cwd: folder, env: { PATH, ...env } });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  try {
    await until(async () => {
      await happen();
      return expected.test(output);
    });
  } finally {
    child.kill();
  }
}

export type Service = { readonly url: string; readonly stop: () => Promise<void> };

/** Starts the service of this checkout by a command such as `npm start`, at a free port. */
export async function startByCommand(env: Settings, command: string): Promise<Service> {
  const { PATH = '' } = process.env;
  // A group of its own: npm runs a shell, and that the service.
  const child = spawn('sh', ['-c', command], {
    detached: true,
    env: { PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Not the end of the shell: the service holds what it prints to until its own.
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const { promise, resolve: isReady, reject } = Promise.withResolvers<string>();
  let output = '';
  const listen = (chunk: Buffer) => {
    output += String(chunk);
    const url = readyUrl(output);
    if (url !== undefined) isReady(url);
  };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', listen);
  void ended.then(() => reject(new Error(`ended before it was ready: ${output}`)));
  const url = await promise;
  return {
    url,
    stop: async () => {
      process.kill(-(child.pid ?? 0), 'SIGTERM');
      await ended;
    },
  };
}
