import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

// A checkout in small: the set-up of this one, and packages that need no registry.

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-install-'));
  const write = (path: string, json: object) =>
    writeFileSync(join(folder, path), JSON.stringify(json));
  mkdirSync(join(folder, 'tool'));
  write('tool/package.json', { name: 'tool', version: '1.0.0' });
  write('package.json', {
    name: 'checkout',
    version: '1.0.0',
    devDependencies: { tool: 'file:./tool' },
  });
  execFileSync('npm', ['install', '--package-lock-only', '--offline', '--no-audit'], {
    cwd: folder,
    stdio: 'ignore',
  });
  cpSync('scripts', join(folder, 'scripts'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(['production', 'development'])(
  'the set-up with NODE_ENV=%s installs what builds and runs the service',
  (environment) => {
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
    execFileSync(process.execPath, ['scripts/setup.mjs', 'install'], {
      cwd: folder,
      env: { ...process.env, NODE_ENV: environment },
      stdio: 'pipe',
    });
    expect(existsSync(join(folder, 'node_modules/tool'))).toBe(true);
  },
);
