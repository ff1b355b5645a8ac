import { execFile, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../http/raw-connection.ts';

type Settings = Readonly<Record<string, string>>;

const LATCHKEY = `npx() { shift; "${process.execPath}" "${resolve('dist/latchkey.js')}" "$@"; }`;

export type Shell = { readonly folder: string; readonly env: Settings };

/** What a command prints. It has to end with 0. */
export async function runCommand({ folder, env }: Shell, command: string): Promise<string> {
  const { PATH = '' } = process.env;
  const options = { cwd: folder, env: { PATH, ...env } };
  const { stdout } = await promisify(execFile)(
    'sh',
    ['-e', '-c', `${LATCHKEY}\n${command}`],
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
