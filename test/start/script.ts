import { type ChildProcess, execFile } from 'node:child_process';
import type { Ended } from './process.ts';

type Settings = Readonly<Record<string, string>>;

/** `latchkey <name> …` as a process of its own, with nothing but these settings. */
export function runScript(name: string, given: readonly string[], env: Settings): Promise<Ended> {
  return launchScript(name, given, env).ended;
}

/** The same for a test that ends it with a signal. */
export function launchScript(name: string, given: readonly string[], env: Settings): Launched {
  return launch('dist/latchkey.js', [name, ...given], env);
}

export function runProgram(file: string, given: readonly string[], env: Settings): Promise<Ended> {
  return launch(file, given, env).ended;
}

type Launched = { readonly child: ChildProcess; readonly ended: Promise<Ended> };

function launch(file: string, given: readonly string[], env: Settings): Launched {
  const { PATH = '' } = process.env;
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = execFile(
    process.execPath,
    [file, ...given],
    { env: { PATH, ...env } },
    (_error, output, errors) => resolve({ code: child.exitCode, output, errors }),
  );
  return { child, ended: promise };
}
