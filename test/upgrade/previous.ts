import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The last commit of the version before this one: two versions that follow each other run side by side. */
export const PREVIOUS = '7643314';

export type Checkout = Disposable & { readonly path: string };

/** The program of the version before, built from the history of this repository. */
export function buildPrevious(): Checkout {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-previous-'));
  const archive = execFileSync(
    'git',
    ['archive', PREVIOUS, 'src', 'prisma', 'schema', 'prisma.config.ts', 'package.json'],
    {
      maxBuffer: 1 << 28,
    },
  );
  execFileSync('tar', ['-x', '-C', path], { input: archive });
  const modules = join(process.cwd(), 'node_modules');
  symlinkSync(modules, join(path, 'node_modules'));
  const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    execFileSync(program, args, {
      cwd: path,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  // Generation needs no engine, but the tool would fetch one: it is shown an empty program instead.
  run(process.execPath, [join(modules, 'prisma/build/index.js'), 'generate'], {
    PRISMA_SCHEMA_ENGINE_BINARY: '/bin/false',
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  });
  run(join(modules, '.bin/esbuild'), [
    'src/main.ts',
    '--bundle',
    '--packages=external',
    '--platform=node',
    '--format=esm',
    '--target=node22',
    '--log-level=warning',
    '--outdir=dist',
  ]);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}
