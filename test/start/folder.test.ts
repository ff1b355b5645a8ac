import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/core/folder.ts';
import { serverAccount } from '../../src/data/embedded/account.ts';
import { clusterFolder } from '../../src/data/embedded/cluster.ts';
import { newDatabaseFolder } from '../support/database-folder.ts';
import { canMount } from '../support/small-disk.ts';
import { build, run, start } from './process.ts';

beforeAll(build);

describe('a data folder that cannot be used is one line with the remedy', () => {
  it.each([
    ['/proc/x', /cannot be written \(ENOENT\): give this account the right .* or set DATA_DIR/],
    ['/proc/x/y', /cannot be written \(ENOENT\): give this account the right/],
    ['/dev/null/x', /cannot be read \(ENOTDIR\): give this account the right/],
  ])('%s', async (dataDir, text) => {
    const { code, output, errors } = await run({ env: { DATA_DIR: dataDir } });
    expect([code, output, errors.split('\n').length]).toEqual([1, '', 2]);
    expect(errors).toMatch(text);
  });

  it('also where all secrets are set, so that the database is the first to need it', async () => {
    const secret = 'pV7xKq2mTz9RbW4cYh8LdN6f';
    const env = { DATA_DIR: '/proc/x', ADMIN_API_TOKEN: secret, TOKEN_PEPPER: secret.repeat(2) };
    const { code, errors } = await run({ env });
    expect([code, errors.split('\n').length]).toEqual([1, 2]);
    expect(errors).toMatch(
      /The data folder \/proc\/x cannot be used \(ENOENT\): give this account/,
    );
  });
});

describe('a full disk at a start', () => {
  let disk: string;
  const env = () => ({ DATA_DIR: join(disk, 'data') });
  beforeEach(() => {
    disk = mkdtempSync(join(tmpdir(), 'latchkey-disk-'));
  });
  afterEach(() => {
    if (canMount) execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  });
  const mount = (size: string, options = '') =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', `${options}size=${size},mode=711`, 'tmpfs', disk]);

  it.runIf(canMount).each(['4k', '12k', '20k', '64k', '20m'])(
    'of %s is one line, and the next start goes on once there is room',
    async (size) => {
      mount(size);
      const { code, errors } = await run({ env: env() });
      expect([code, errors.split('\n').length]).toEqual([1, 2]);
      expect(errors).toMatch(/the disk is full.*: free some space, or set DATA_DIR/);
      mount('200m', 'remount,');
      const service = await start({ env: env() });
      expect(await service.end('SIGINT')).toBe(0);
    },
  );

  it.runIf(canMount)('that has a database is one line, and loses nothing', async () => {
    mount('200m');
    const first = await start({ env: env() });
    await first.end('SIGINT');
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, 'fill'), Buffer.alloc(bavail * bsize));
    const { code, errors } = await run({ env: env() });
    expect([code, errors.split('\n').length]).toEqual([1, 2]);
    expect(errors).toContain('the disk is full');
    rmSync(join(disk, 'fill'));
    const again = await start({ env: env() });
    expect(await again.end('SIGINT')).toBe(0);
  });
});

it('a database of another version of PostgreSQL is one line with the remedy, and stays as it was', async () => {
  const env = { DATA_DIR: newDatabaseFolder('latchkey-version-') };
  const first = await start({ env });
  await first.end('SIGINT');
  const file = join(clusterFolder(env.DATA_DIR, serverAccount()), 'PG_VERSION');
  const version = readFileSync(file, 'utf8');
  for (const other of ['15', '19']) {
    writeFileSync(file, `${other}\n`);
    const { code, output, errors } = await run({ env });
    expect([code, output, errors.split('\n').length]).toEqual([1, '', 2]);
    expect(errors).toMatch(
      new RegExp(
        `is from PostgreSQL ${other}, this program includes ${version.trim()}: back it up with the version of this program that included ${other} \\(latchkey backup\\), and restore it with this one into a new DATA_DIR \\(latchkey restore\\)`,
      ),
    );
  }
  writeFileSync(file, version);
  const again = await start({ env });
  expect(await again.end('SIGINT')).toBe(0);
  rmSync(env.DATA_DIR, { recursive: true });
});

it.runIf(process.getuid?.() === 0)(
  'a database that its account can no longer reach is one line with the remedy, and no empty one takes its place',
  async () => {
    const above = mkdtempSync(join(tmpdir(), 'latchkey-closed-'));
    const env = { DATA_DIR: join(above, 'data') };
    chmodSync(above, 0o711);
    const first = await start({ env });
    const key = readFileSync(join(env.DATA_DIR, 'admin-key'), 'utf8').trim();
    const headers = { 'x-admin-api-key': key, 'content-type': 'application/json' };
    const body = JSON.stringify({ email: 'ada@example.com' });
    await fetch(`${first.url}/admin/users`, { method: 'POST', headers, body });
    await first.end('SIGINT');

    chmodSync(above, 0o700);
    const { code, output, errors } = await run({ env });
    expect([code, output, errors.split('\n').length]).toEqual([1, '', 2]);
    expect(errors).toMatch(
      /can no longer enter .*data, where the database is: let all accounts pass/,
    );

    chmodSync(above, 0o711);
    const again = await start({ env });
    const users = await fetch(`${again.url}/admin/users`, { headers });
    expect(await users.json()).toMatchObject([{ email: 'ada@example.com' }]);
    expect(await again.end('SIGINT')).toBe(0);
    rmSync(above, { recursive: true });
  },
);

it('folders are made with those above them, and a file in the way is an error', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-folder-'));
  const deep = join(folder, 'a', 'b', 'c');
  expect([makeFolder(deep, 0o700), makeFolder(deep, 0o700)]).toEqual([true, false]);
  writeFileSync(join(folder, 'file'), '');
  expect(() => makeFolder(join(folder, 'file'), 0o700)).toThrow('EEXIST');
  expect(() => makeFolder(join(folder, 'file', 'x'), 0o700)).toThrow('ENOTDIR');
  expect(() => makeFolder('/proc/x/y/z', 0o700)).toThrow('ENOENT');
  rmSync(folder, { recursive: true });
});
