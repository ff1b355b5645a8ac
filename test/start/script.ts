import { execFile } from 'node:child_process';
import type { Ended } from './process.ts';

/** `npm run <name> -- …` as a process of its own, with nothing but these settings. */
export function runScript(
  name: string,
  given: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const { PATH = '' } = process.env;
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = execFile(
    process.execPath,
    [`scripts/${name}.ts`, ...given],
    { env: { PATH, ...env } },
    (_error, output, errors) => resolve({ code: child.exitCode, output, errors }),
  );
  return promise;
}
