import { execFile } from 'node:child_process';
import type { Ended } from './process.ts';

type Settings = Readonly<Record<string, string>>;

/** `latchkey <name> …` as a process of its own, with nothing but these settings. */
export function runScript(name: string, given: readonly string[], env: Settings): Promise<Ended> {
  return runProgram('dist/latchkey.js', [name, ...given], env);
}

export function runProgram(file: string, given: readonly string[], env: Settings): Promise<Ended> {
  const { PATH = '' } = process.env;
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = execFile(
    process.execPath,
    [file, ...given],
    { env: { PATH, ...env } },
    (_error, output, errors) => resolve({ code: child.exitCode, output, errors }),
  );
  return promise;
}
