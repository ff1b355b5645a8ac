import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from './start-error.ts';

/** A folder of this program, whether it runs from `src/` or from a build in `dist/`. */
export function packageFolder(...path: readonly string[]): string {
  return join(packageRoot(dirname(fileURLToPath(import.meta.url))), ...path);
}

function packageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from)
    throw new StartError('No package.json found above the program. Reinstall it.');
  return packageRoot(parent);
}
